import { Radio, Switch } from '@mantine/core';
import { useId, useState } from 'react';
import type { Settings } from '../../shared/domain.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { Row } from './Section.tsx';
import classes from './settings.module.css';
import { useSettings } from './settings-context.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly explanation: string;
  /** A figure that belongs to it. */
  readonly aside?: string | null;
}

/** One of a few, with a line on what each means; kept as soon as it is chosen. */
export function Choices<Value extends string>({
  label,
  value,
  choices,
  changeOf,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly changeOf: (value: Value) => Partial<Settings>;
}) {
  const { change } = useSettings();
  const [refusal, setRefusal] = useState<string | null>(null);

  async function choose(text: string): Promise<void> {
    const chosen = choices.find((choice) => choice.value === text);
    if (chosen !== undefined) setRefusal(await change(changeOf(chosen.value)));
  }

  return (
    <div className={classes.choices}>
      <Radio.Group
        label={label}
        classNames={{ label: classes.choicesLabel ?? '' }}
        value={value}
        onChange={(text) => void choose(text)}
      >
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className={classes.choice}
            iconColor="var(--on-accent)"
            label={
              <span className={classes.choiceWords}>
                <span className={classes.choiceName}>{choice.label}</span>
                <span className={classes.choiceExplanation}>{choice.explanation}</span>
                {choice.aside == null ? null : <span className={classes.choiceAside}>{choice.aside}</span>}
              </span>
            }
          />
        ))}
      </Radio.Group>
      <Refusal reason={refusal} />
    </div>
  );
}

/** On or off; kept at once. */
export function Toggle({
  name,
  label,
  explanation,
}: {
  readonly name: 'runAtLaunch' | 'quietOnBattery';
  readonly label: string;
  readonly explanation: string;
}) {
  const { settings, change } = useSettings();
  const [refusal, setRefusal] = useState<string | null>(null);
  const id = useId();
  return (
    <Row
      title={<label htmlFor={id}>{label}</label>}
      words={<span id={`${id}-words`}>{explanation}</span>}
      control={
        <Switch
          id={id}
          aria-describedby={`${id}-words`}
          classNames={{ track: classes.track ?? '' }}
          withThumbIndicator={false}
          checked={settings[name]}
          onChange={({ currentTarget: { checked } }) => {
            void change({ [name]: checked }).then(setRefusal);
          }}
        />
      }
    >
      <Refusal reason={refusal} />
    </Row>
  );
}
