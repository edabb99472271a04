import { type Method, seconds } from './call.ts';

const getConfig: Method = ({ cloud, dataCentre, now }) => ({
  _: 'config',
  date: seconds(now),
  expires: seconds(now) + 3600,
  test_mode: false,
  this_dc: dataCentre,
  dc_options: cloud.endpoints().map(({ id, host, port }) => ({ _: 'dcOption', id, ip_address: host, port })),
  dc_txt_domain_name: '',
  chat_size_max: 200,
  megagroup_size_max: 200_000,
  forwarded_count_max: 100,
  online_update_period_ms: 210_000,
  offline_blur_timeout_ms: 5000,
  offline_idle_timeout_ms: 30_000,
  online_cloud_timeout_ms: 300_000,
  notify_cloud_delay_ms: 30_000,
  notify_default_delay_ms: 1500,
  push_chat_period_ms: 60_000,
  push_chat_limit: 2,
  edit_time_limit: 172_800,
  revoke_time_limit: 2_147_483_647,
  revoke_pm_time_limit: 2_147_483_647,
  rating_e_decay: 2_419_200,
  stickers_recent_limit: 200,
  channels_read_media_period: 604_800,
  call_receive_timeout_ms: 20_000,
  call_ring_timeout_ms: 90_000,
  call_connect_timeout_ms: 30_000,
  call_packet_timeout_ms: 10_000,
  me_url_prefix: 'https://t.me/',
  caption_length_max: 1024,
  message_length_max: 4096,
  webfile_dc_id: dataCentre,
});

const getNearestDc: Method = ({ dataCentre }) => ({
  _: 'nearestDc',
  country: 'XX',
  this_dc: dataCentre,
  nearest_dc: dataCentre,
});

export const helpMethods: Readonly<Record<string, Method>> = {
  'help.getConfig': getConfig,
  'help.getNearestDc': getNearestDc,
};
