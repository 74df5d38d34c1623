export function AgentPage({ agentId }: { readonly agentId: string }) {
  return <div>{agentId}</div>;
}
