export function AgentsPage() {
  return <div></div>;
}
