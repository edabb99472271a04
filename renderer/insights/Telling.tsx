/** What is told of the value that is pointed at. */
export function Telling({
  head,
  facts,
}: {
  readonly head: string;
  readonly facts: readonly (readonly [string, string])[];
}) {
  return (
    <>
      <b>{head}</b>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
