export function RunPage({ runId }: { readonly runId: string }) {
  return <div>{runId}</div>;
}
