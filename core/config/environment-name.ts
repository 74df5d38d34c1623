/** "clientTimeout" -> "OCTOPUS_CLIENT_TIMEOUT" */
export function environmentName(key: string): string {
  return `OCTOPUS_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
