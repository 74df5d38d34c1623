export function TasksPage() {
  return <div></div>;
}
