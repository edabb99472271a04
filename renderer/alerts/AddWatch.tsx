import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import form from '../ui/form.module.css';
import { problemSentence } from '../ui/problem-words.ts';
import { type WatchKind, watchInWords, watchKinds, watchKindWords, watchOf } from './watch-words.ts';

const anyChannel = 'any';
/** As many names as a list shows at once; searching finds the others. */
const namesShown = 100;

/** One more thing to be told of. */
export function AddWatch({ channels }: { readonly channels: readonly Channel[] }) {
  const bridge = useBridge();
  const wish = useWish();
  const field = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<WatchKind>('words');
  const [typed, setTyped] = useState('');
  const [channel, setChannel] = useState(anyChannel);
  const [problem, setProblem] = useState<string | null>(null);
  const [added, setAdded] = useState('');
  const channelId = channel === anyChannel ? null : Number(channel);
  const { field: label, hint } = watchKindWords[kind];

  async function add(): Promise<void> {
    const read = watchOf(kind, typed, channelId);
    setAdded('');
    if ('problem' in read) {
      setProblem(problemSentence(`${label} ${read.problem}`));
      field.current?.focus();
      return;
    }
    setProblem(null);
    const answer = await wish.grant(() => bridge.request('watches.add', read.watch));
    field.current?.focus();
    if (answer === null) return;
    const title = channels.find(({ id }) => id === channelId)?.title ?? null;
    setTyped('');
    setAdded(`Watching: ${watchInWords(answer.watch, title)}.`);
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    void add();
  }

  function change(change: () => void): void {
    change();
    setProblem(null);
    if (wish.refusal !== null) wish.forget();
  }

  return (
    <form aria-label="Watch something" className={form.form} onSubmit={submitted} noValidate>
      <NativeSelect
        label="Tell me when"
        value={kind}
        onChange={(event) => {
          const chosen = watchKinds.find((known) => known === event.currentTarget.value);
          change(() => {
            setKind(chosen ?? 'words');
            setTyped('');
          });
        }}
        data={watchKinds.map((value) => ({ value, label: watchKindWords[value].label }))}
      />
      <TextInput
        ref={field}
        label={label}
        description={hint}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        inputMode={kind === 'words' ? 'text' : 'decimal'}
        autoComplete="off"
        value={typed}
        error={problem ?? wish.refusal}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change(() => setTyped(value));
        }}
      />
      <Select
        label="Channel"
        searchable
        allowDeselect={false}
        limit={namesShown}
        nothingFoundMessage="No channel of this name is collected."
        value={channel}
        onChange={(chosen) => change(() => setChannel(chosen ?? anyChannel))}
        data={[
          { value: anyChannel, label: 'Any channel' },
          ...channels.map(({ id, title }) => ({ value: String(id), label: title })),
        ]}
      />
      <div className={form.actions}>
        <Button type="submit" variant="default" loading={wish.underWay}>
          Watch
        </Button>
        <span role="status" className={form.note}>
          {added}
        </span>
      </div>
    </form>
  );
}
