import { NativeSelect, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import classes from './settings.module.css';
import { isSpanUnit, numberIn, type SpanDraft, type SpanUnit, spanDraftOf, spanOf } from './span.ts';
import { type NumberSetting, type SettingDraft, useSettingDraft } from './use-setting-draft.ts';

interface Common {
  readonly label: string;
  /** What may stand there. */
  readonly range: string;
}

/** A number and its unit. */
export function SpanSettingField({
  name,
  units,
  ...common
}: Common & { readonly name: NumberSetting; readonly units: readonly SpanUnit[] }) {
  const field = useSettingDraft<SpanDraft>(name, (ms) => spanDraftOf(ms, units), spanOf);
  const { draft } = field;
  const offered = units.includes(draft.unit) ? units : [draft.unit, ...units];
  return (
    <SettingField
      {...common}
      field={field}
      text={draft.text}
      onText={(text) => field.write({ ...draft, text })}
      rightSectionWidth={72}
      rightSection={
        <NativeSelect
          aria-label={`Unit of the ${common.label.toLowerCase()}`}
          variant="unstyled"
          classNames={{ root: classes.unit ?? '', input: classes.unitInput ?? '' }}
          rightSectionWidth={24}
          data={[...offered]}
          value={draft.unit}
          onChange={({ currentTarget: { value } }) => {
            if (isSpanUnit(value)) field.write({ ...draft, unit: value });
          }}
        />
      }
    />
  );
}

/** A plain number, with what it counts behind it. */
export function PlainSettingField({
  name,
  suffix,
  ...common
}: Common & { readonly name: NumberSetting; readonly suffix: string }) {
  const field = useSettingDraft(name, String, numberIn);
  return (
    <SettingField
      {...common}
      field={field}
      text={field.draft}
      onText={field.write}
      rightSectionWidth={suffix.length > 2 ? 60 : 36}
      rightSection={<span className={classes.suffix}>{suffix}</span>}
    />
  );
}

/** Kept on Enter and when the focus leaves it; Escape puts back what is kept. */
function SettingField<Draft>({
  label,
  range,
  field,
  text,
  onText,
  rightSection,
  rightSectionWidth,
}: Common & {
  readonly field: SettingDraft<Draft>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly rightSection: ReactNode;
  readonly rightSectionWidth: number;
}) {
  const whole = useRef<HTMLFieldSetElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void field.keep();
    if (event.key === 'Escape' && field.edited) {
      event.stopPropagation();
      field.restore();
    }
  }

  return (
    <fieldset
      ref={whole}
      className={classes.group}
      aria-label={label}
      onKeyDown={onKeyDown}
      onBlur={({ relatedTarget }) => {
        // From the number to its unit is not away from the field.
        if (!(relatedTarget instanceof Node && whole.current?.contains(relatedTarget))) void field.keep();
      }}
    >
      <TextInput
        label={label}
        description={field.edited ? 'Enter keeps it, Escape puts it back' : range}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        error={field.problem}
        rightSection={rightSection}
        rightSectionWidth={rightSectionWidth}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    </fieldset>
  );
}
