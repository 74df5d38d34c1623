/** Told to the server with the facts. */
export const AGENT_VERSION = "0.1.0";
