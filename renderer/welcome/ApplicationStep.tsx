import { Button, TextInput } from '@mantine/core';
import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import card from '../ui/card.module.css';
import { useFirstInvalid } from '../ui/first-invalid.ts';
import form from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { readPastedApplication } from './api-paste.ts';
import { type ApplicationField, type ApplicationProblems, checkApplication } from './application-form.ts';
import classes from './welcome.module.css';

interface Props {
  /** Where one is kept already, what leads back to it. */
  readonly kept: { readonly apiId: number; readonly onKeep: () => void } | null;
  readonly onSaved: () => void;
}

/** The user's own api_id and api_hash: where to get them, why, and a form for them. */
export function ApplicationStep({ kept, onSaved }: Props) {
  return (
    <>
      <section aria-label="Where to get it" className={card.card}>
        <h2>Get yours once, in two minutes</h2>
        <ol className={classes.instructions}>
          <li>
            Open{' '}
            <a className={classes.link} href="https://my.telegram.org" target="_blank" rel="noreferrer">
              my.telegram.org
            </a>{' '}
            and log in with your phone number.
          </li>
          <li>Choose “API development tools”.</li>
          <li>Give it any title and short name, and create it.</li>
          <li>Copy “App api_id” and “App api_hash” to here; both at once will do.</li>
        </ol>
        <ApplicationForm kept={kept} onSaved={onSaved} />
      </section>
      <section aria-label="Why your own" className={classes.why}>
        <p>
          <b>Why your own?</b> Telegram’s terms ask for it. An api_id that many people share gets blocked, for
          all of them at once.
        </p>
        <p>
          <b>Where do they go?</b> They stay on this computer, with your sign-in, and are shown to nobody but
          Telegram.
        </p>
      </section>
    </>
  );
}

function ApplicationForm({ kept, onSaved }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const { form: formElement, look } = useFirstInvalid<HTMLFormElement>();
  const [typed, setTyped] = useState<Record<ApplicationField, string>>({ apiId: '', apiHash: '' });
  const [problems, setProblems] = useState<ApplicationProblems>({});
  const [said, setSaid] = useState('');

  function paste(event: ClipboardEvent): void {
    const pasted = readPastedApplication(event.clipboardData.getData('text'));
    if (pasted === null) return;
    event.preventDefault();
    setTyped({ ...pasted });
    setProblems({});
    setSaid('Both are filled in.');
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.underWay) return;
    setSaid('');
    const checked = checkApplication(typed);
    if (checked.kind === 'problems') {
      setProblems(checked.problems);
      look();
      return;
    }
    const granted = await wish.grant(() => bridge.request('api.set', checked.application));
    if (granted !== null) onSaved();
  }

  const field = (name: ApplicationField) => ({
    value: typed[name],
    error: problems[name],
    autoComplete: 'off',
    spellCheck: false,
    onPaste: paste,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      setTyped({ ...typed, [name]: event.currentTarget.value });
      setProblems({ ...problems, [name]: undefined });
      setSaid('');
    },
    onBlur: () => {
      if (typed[name] === '') return;
      const checked = checkApplication(typed);
      const found = checked.kind === 'problems' ? checked.problems[name] : undefined;
      setProblems({ ...problems, [name]: found });
    },
  });

  return (
    <form
      ref={formElement}
      noValidate
      className={`${form.form} ${classes.application}`}
      onSubmit={(event) => void submit(event)}
    >
      <div className={classes.pair}>
        <TextInput label="App api_id" inputMode="numeric" {...field('apiId')} />
        <TextInput label="App api_hash" {...field('apiHash')} />
      </div>
      <Refusal reason={wish.refusal} />
      <div className={form.actions}>
        <Button type="submit" aria-disabled={wish.underWay || undefined}>
          Continue
        </Button>
        {kept === null ? null : (
          <Button variant="subtle" onClick={kept.onKeep}>
            Keep {kept.apiId}
          </Button>
        )}
        <span role="status" className={form.status}>
          {wish.underWay ? 'Saving…' : said}
        </span>
      </div>
    </form>
  );
}
