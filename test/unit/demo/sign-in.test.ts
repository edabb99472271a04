import { describe, expect, it } from 'vitest';
import { Api, code, computeCheck, inputChannel, phone, sessionOf, signInByCode } from './client.ts';
import { connect, refusalOf, signIn, start } from './servers.ts';

const secured = { phone, code, password: 'correct horse', passwordHint: 'an animal', firstName: 'Ada' };

describe('signing in by code', () => {
  it('leads to the account, and the saved session goes on without another handshake', async () => {
    const dataCentre = await start();
    const client = await connect(dataCentre);
    await signInByCode(client);
    const me = await client.getMe();
    expect([me.firstName, me.phone]).toEqual(['Demo', '9996612024']);

    const again = await connect(dataCentre, sessionOf(client));
    expect((await again.getMe()).id.toString()).toBe(me.id.toString());
    expect(dataCentre.counts().handshakes).toBe(1);
  });

  it('refuses a wrong code, an empty one, and one of another request, and then takes the right one', async () => {
    const client = await connect(await start());
    expect(await refusalOf(signInByCode(client, phone, '54321'))).toBe('PHONE_CODE_INVALID');
    expect(await refusalOf(signInByCode(client, phone, ''))).toBe('PHONE_CODE_EMPTY');
    const stale = new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash: 'old', phoneCode: code });
    expect(await refusalOf(client.invoke(stale))).toBe('PHONE_CODE_EXPIRED');
    await signInByCode(client);
    expect((await client.getMe()).firstName).toBe('Demo');
  });

  it('refuses numbers it does not know and credentials it was not given', async () => {
    const client = await connect(await start({ api: { id: 7, hash: 'seven' } }));
    const ask = (apiId: number, number = phone) => client.sendCode({ apiId, apiHash: 'seven' }, number);
    expect(await refusalOf(ask(8))).toBe('API_ID_INVALID');
    expect(await refusalOf(ask(7, '+1'))).toBe('PHONE_NUMBER_INVALID');
    expect((await ask(7)).isCodeViaApp).toBe(true);
  });

  it('answers nothing about channels before', async () => {
    const client = await connect(await start());
    expect(await refusalOf(client.invoke(new Api.updates.GetState()))).toBe('AUTH_KEY_UNREGISTERED');
    expect(await refusalOf(inputChannel(client, 'harbourview_news'))).toBe('AUTH_KEY_UNREGISTERED');
  });
});

describe('the second factor', () => {
  it('is asked for after the code: wrong passwords are refused, the right one is taken', async () => {
    const client = await connect(await start({ accounts: [secured] }));
    expect(await refusalOf(signInByCode(client))).toBe('SESSION_PASSWORD_NEEDED');
    expect(await refusalOf(client.invoke(new Api.updates.GetState()))).toBe('AUTH_KEY_UNREGISTERED');
    const give = async (password: string) => {
      const challenge = await client.invoke(new Api.account.GetPassword());
      expect(challenge.hint).toBe('an animal');
      return client.invoke(new Api.auth.CheckPassword({ password: await computeCheck(challenge, password) }));
    };
    expect(await refusalOf(give('battery staple'))).toBe('PASSWORD_HASH_INVALID');
    await give('correct horse');
    expect((await client.getMe()).firstName).toBe('Ada');
  });

  it('is proven anew each time: a proof cannot be used twice', async () => {
    const client = await connect(await start({ accounts: [secured] }));
    await refusalOf(signInByCode(client));
    const challenge = await client.invoke(new Api.account.GetPassword());
    const proof = await computeCheck(challenge, 'correct horse');
    await client.invoke(new Api.auth.CheckPassword({ password: proof }));
    expect(await refusalOf(client.invoke(new Api.auth.CheckPassword({ password: proof })))).toBe(
      'PASSWORD_HASH_INVALID',
    );
  });
});

describe('signing in by QR code', () => {
  const exportToken = () => new Api.auth.ExportLoginToken({ apiId: 1, apiHash: 'hash', exceptIds: [] });

  it('waits for another client of the account to accept the token, and tells the one that shows it', async () => {
    const dataCentre = await start();
    const phoneClient = await signIn(dataCentre);
    const client = await connect(dataCentre);
    const told = new Promise<void>((resolve) => {
      client.addEventHandler((update) => {
        if (update instanceof Api.UpdateLoginToken) resolve();
      });
    });
    const shown = await client.invoke(exportToken());
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    expect(shown.expires).toBe(dataCentre.now() / 1000 + 30);
    await phoneClient.invoke(new Api.auth.AcceptLoginToken({ token: shown.token }));
    await told;
    expect((await client.invoke(exportToken())).className).toBe('auth.LoginTokenSuccess');
    expect((await client.getMe()).firstName).toBe('Demo');
  });

  it('lets a token expire after half a minute', async () => {
    const dataCentre = await start();
    const client = await connect(dataCentre);
    const shown = await client.invoke(exportToken());
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    dataCentre.advance(30_000);
    expect(() => dataCentre.acceptLoginToken(shown.token, phone)).toThrow('AUTH_TOKEN_EXPIRED');
    const next = await client.invoke(exportToken());
    if (!(next instanceof Api.auth.LoginToken)) throw new Error(next.className);
    expect(next.token.equals(shown.token)).toBe(false);
    dataCentre.acceptLoginToken(next.token, phone);
    expect((await client.invoke(exportToken())).className).toBe('auth.LoginTokenSuccess');
  });

  it('still asks for the second factor', async () => {
    const dataCentre = await start({ accounts: [secured] });
    const client = await connect(dataCentre);
    const shown = await client.invoke(exportToken());
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    dataCentre.acceptLoginToken(shown.token, phone);
    expect(await refusalOf(client.invoke(exportToken()))).toBe('SESSION_PASSWORD_NEEDED');
    const challenge = await client.invoke(new Api.account.GetPassword());
    const password = await computeCheck(challenge, 'correct horse');
    await client.invoke(new Api.auth.CheckPassword({ password }));
    expect((await client.getMe()).firstName).toBe('Ada');
  });

  it('sends an account of another data centre there', async () => {
    const dataCentre = await start({ others: [4], accounts: [{ phone, code, dataCentre: 4 }] });
    const client = await connect(dataCentre);
    const shown = await client.invoke(exportToken());
    if (!(shown instanceof Api.auth.LoginToken)) throw new Error(shown.className);
    dataCentre.acceptLoginToken(shown.token, phone);
    const moved = await client.invoke(exportToken());
    if (!(moved instanceof Api.auth.LoginTokenMigrateTo)) throw new Error(moved.className);
    expect(moved.dcId).toBe(4);
    await client._switchDC(moved.dcId);
    const done = await client.invoke(new Api.auth.ImportLoginToken({ token: moved.token }));
    expect(done.className).toBe('auth.LoginTokenSuccess');
  });
});

describe('the end of a session', () => {
  it('comes with signing out', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    await client.invoke(new Api.auth.LogOut());
    expect(await refusalOf(client.invoke(new Api.updates.GetState()))).toBe('AUTH_KEY_UNREGISTERED');
  });

  it('comes for all clients of an account that revokes them, with the reason given', async () => {
    const other = { phone: '+999 66 2 0001', code };
    const dataCentre = await start({ accounts: [{ phone, code }, other] });
    const client = await signIn(dataCentre);
    const bystander = await signIn(dataCentre, other.phone);
    expect(dataCentre.revokeSessions(phone, 'SESSION_REVOKED')).toBe(1);
    expect(await refusalOf(client.invoke(new Api.updates.GetState()))).toBe('SESSION_REVOKED');
    await bystander.invoke(new Api.updates.GetState());
    await signInByCode(client);
    await client.invoke(new Api.updates.GetState());
  });
});

describe('a second data centre', () => {
  it('is where an account that lives there is sent', async () => {
    const dataCentre = await start({ others: [4], accounts: [{ phone, code, dataCentre: 4 }] });
    const client = await connect(dataCentre, '', { requestRetries: 2 });
    await signInByCode(client);
    expect(client.session.dcId).toBe(4);
    expect((await client.getMe()).firstName).toBe('Demo');
    expect(dataCentre.counts().handshakes).toBe(2);
  });

  it('takes over a sign-in that is exported to it', async () => {
    const dataCentre = await start({ others: [4] });
    const client = await signIn(dataCentre);
    const sender = await client.getSender(4);
    const state = await client.invokeWithSender(new Api.updates.GetState(), sender);
    expect(state.className).toBe('updates.State');
    await sender.disconnect();
  });
});
