export function RunsPage() {
  return <div></div>;
}
