import { Button, Loader, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { type ClipboardEvent, type FormEvent, useId, useState } from 'react';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { useFirstInvalid } from '../ui/first-invalid.ts';
import classes from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { proxyWords } from '../ui/words.ts';
import { checkProxy, draftOf, type ProxyDraft, type ProxyField, type ProxyProblems } from './proxy-draft.ts';
import { readProxyLink } from './proxy-link.ts';

interface Props {
  /** Null: for sign-ins to come. */
  readonly accountId: number | null;
  readonly onSaved: () => void;
}

const kinds: { value: ProxyDraft['kind']; label: string }[] = [
  { value: 'none', label: 'No proxy' },
  { value: 'socks5', label: proxyWords.socks5 },
  { value: 'mtproxy', label: proxyWords.mtproxy },
];

/** The way to Telegram of an account, or of sign-ins to come. It is tried before it is kept. */
export function ProxyForm({ accountId, onSaved }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const kindId = useId();
  const kept = useAsked('proxy.get', { accountId }, ['accounts']);
  const { form, look } = useFirstInvalid<HTMLFormElement>();
  const [typed, setTyped] = useState<ProxyDraft | null>(null);
  const [problems, setProblems] = useState<ProxyProblems>({});
  const [link, setLink] = useState<{ readonly text: string; readonly problem: string | null }>(noLink);
  const [said, setSaid] = useState('');

  const draft = typed ?? draftOf(kept.answer);
  const change = (changed: Partial<ProxyDraft>): void => {
    setTyped({ ...draft, ...changed });
    setProblems({});
    setSaid('');
    wish.forget();
  };

  /** True where the text was a link, whether or not it could be used. */
  function takeLink(text: string): boolean {
    const read = readProxyLink(text);
    if (read === null) return false;
    if (read.kind === 'problem') {
      setLink({ text: '', problem: read.problem });
      return true;
    }
    change(read.draft);
    setLink(noLink);
    setSaid('Filled in from the link. Nothing is kept yet.');
    return true;
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.underWay) return;
    const checked = checkProxy(draft);
    if (checked.kind === 'problems') {
      setProblems(checked.problems);
      look();
      return;
    }
    setSaid('');
    const { proxy } = checked;
    const granted = await wish.grant(() => bridge.request('proxy.set', { accountId, proxy }));
    if (granted === null) return;
    // What is secret must not outlive its use.
    setTyped({ ...draft, password: '', secret: '' });
    setSaid(proxy === null ? 'Saved: no proxy.' : 'Saved: Telegram was reached through it.');
    onSaved();
  }

  const field = (name: ProxyField) => ({
    value: draft[name],
    error: problems[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ [name]: event.currentTarget.value }),
    onBlur: () => {
      if (draft[name] === '') return;
      const checked = checkProxy(draft);
      setProblems({
        ...problems,
        [name]: checked.kind === 'problems' ? checked.problems[name] : undefined,
      });
    },
  });
  const nothingToSave = draft.kind === 'none' && kept.answer === null;

  return (
    <form ref={form} className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <Refusal reason={kept.problem} />
      <SegmentedControl
        aria-labelledby={kindId}
        data={kinds}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
      />
      <span id={kindId} hidden>
        Kind of proxy
      </span>
      {draft.kind === 'none' ? (
        <p className={classes.note}>Tidings goes straight to Telegram, as most people do.</p>
      ) : (
        <>
          <TextInput
            label="Link"
            description="A tg://, t.me or socks5:// link, if you were given one: it fills in the rest."
            placeholder={
              draft.kind === 'mtproxy' ? 'tg://proxy?server=…' : 'socks5://user:password@host:1080'
            }
            autoComplete="off"
            spellCheck={false}
            value={link.text}
            error={link.problem}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (!cameWhole(link.text, value) || !takeLink(value)) setLink({ text: value, problem: null });
            }}
            onBlur={() => {
              if (link.text !== '' && !takeLink(link.text)) {
                setLink({ ...link, problem: 'This is not a link of a proxy.' });
              }
            }}
          />
          <div className={classes.row}>
            <TextInput
              label="Host"
              {...field('host')}
              onPaste={(event: ClipboardEvent) => {
                if (takeLink(event.clipboardData.getData('text'))) event.preventDefault();
              }}
            />
            <TextInput label="Port" inputMode="numeric" {...field('port')} />
          </div>
          {draft.kind === 'socks5' ? (
            <div className={classes.pair}>
              <TextInput label="User name" description="Where it asks for one" {...field('username')} />
              <PasswordInput
                label="Password"
                description={kept.answer?.username == null ? 'Where it asks for one' : 'Type it again'}
                {...field('password')}
                autoComplete="new-password"
              />
            </div>
          ) : (
            <PasswordInput
              label="Secret"
              description="32 hexadecimal digits, or dd and 32 more"
              {...field('secret')}
              autoComplete="new-password"
            />
          )}
        </>
      )}
      <Refusal reason={wish.refusal} />
      <div className={classes.actions}>
        {nothingToSave ? null : (
          <Button type="submit" aria-disabled={wish.underWay || undefined}>
            {draft.kind === 'none' ? 'Remove the proxy' : 'Try and save'}
          </Button>
        )}
        <span role="status" className={classes.status}>
          {wish.underWay && draft.kind !== 'none' ? (
            <>
              <Loader size={14} aria-hidden />
              Trying to reach Telegram through it…
            </>
          ) : (
            said
          )}
        </span>
      </div>
    </form>
  );
}

const noLink = { text: '', problem: null };

/** A link that was pasted is read at once; one that is being typed is read when it is finished. */
function cameWhole(before: string, after: string): boolean {
  return after.length - before.length > 1;
}
