import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { apiApplicationShape } from '../../shared/contract-schemas.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { useFirstInvalid } from '../ui/first-invalid.ts';
import form from '../ui/form.module.css';
import { problemSentence } from '../ui/problem-words.ts';
import { Refusal } from '../ui/Refusal.tsx';

/** The application registered at my.telegram.org, for sign-ins to come. */
export function ApplicationForm({ onSaved }: { readonly onSaved: () => void }) {
  const bridge = useBridge();
  const wish = useWish();
  const { form: element, look } = useFirstInvalid<HTMLFormElement>();
  const [apiId, setApiId] = useState('');
  const [apiHash, setApiHash] = useState('');
  const [shown, setShown] = useState({ apiId: false, apiHash: false });

  const parsedId = apiApplicationShape.apiId.safeParse(
    /^\d+$/.test(apiId.trim()) ? Number(apiId) : Number.NaN,
  );
  const parsedHash = apiApplicationShape.apiHash.safeParse(apiHash);
  const problem = (parsed: typeof parsedId | typeof parsedHash): string =>
    problemSentence(parsed.error?.issues[0]?.message ?? '');

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.underWay) return;
    if (!parsedId.success || !parsedHash.success) {
      setShown({ apiId: true, apiHash: true });
      look();
      return;
    }
    const application = { apiId: parsedId.data, apiHash: parsedHash.data };
    setApiHash('');
    setShown({ apiId: false, apiHash: false });
    if ((await wish.grant(() => bridge.request('api.set', application))) !== null) onSaved();
  }

  return (
    <form ref={element} className={form.form} noValidate onSubmit={(event) => void submit(event)}>
      <p className={form.note}>
        Both are shown at{' '}
        <Anchor href="https://my.telegram.org/apps" target="_blank" rel="noreferrer" underline="always">
          my.telegram.org
        </Anchor>
        . Sign-ins from now on use them; accounts that are signed in keep theirs.
      </p>
      <TextInput
        label="api_id"
        inputMode="numeric"
        autoComplete="off"
        value={apiId}
        error={shown.apiId && !parsedId.success ? problem(parsedId) : null}
        onChange={(event) => setApiId(event.currentTarget.value)}
        onBlur={() => setShown({ ...shown, apiId: apiId !== '' })}
      />
      <PasswordInput
        label="api_hash"
        autoComplete="off"
        value={apiHash}
        error={shown.apiHash && !parsedHash.success ? problem(parsedHash) : null}
        onChange={(event) => setApiHash(event.currentTarget.value)}
        onBlur={() => setShown({ ...shown, apiHash: apiHash !== '' })}
      />
      <Refusal reason={wish.refusal} />
      <div className={form.actions}>
        <Button type="submit" aria-disabled={wish.underWay || undefined}>
          Save
        </Button>
      </div>
    </form>
  );
}
