import { ProxyForm } from '../connection/ProxyForm.tsx';
import { wayInWords } from '../connection/proxy-draft.ts';
import { useAsked } from '../state/asked.ts';
import { DisclosedRow } from './DisclosedRow.tsx';
import { Section } from './Section.tsx';

/** The way to Telegram before there is an account that could have one of its own. */
export function ProxySection() {
  const { answer, problem } = useAsked('proxy.get', { accountId: null }, ['accounts']);
  return (
    <Section name="proxy">
      <DisclosedRow
        title={answer === null ? 'No proxy' : 'Through a proxy'}
        words={
          problem ?? `Sign-ins to come go ${wayInWords(answer)}, and the account keeps that way as its own.`
        }
        action={answer === null ? 'Set a proxy' : 'Change or remove'}
        actionLabel={
          answer === null ? 'Set a proxy for new sign-ins' : 'Change or remove the proxy for new sign-ins'
        }
      >
        {(close) => <ProxyForm accountId={null} onSaved={() => close('Saved.')} />}
      </DisclosedRow>
    </Section>
  );
}
