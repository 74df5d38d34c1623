export function TaskPage({ taskId }: { readonly taskId: string }) {
  return <div>{taskId}</div>;
}
