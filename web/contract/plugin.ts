import { anyObject, count, type Dto, filledText, flag, instant, list, object, oneOf, text } from "./schema.ts";

/** One thing a plugin can do, with all that a form or a help page needs. */
export const actionSchema = object({
  name: text(80),
  title: text(80),
  description: text(400),
  risk: oneOf(["read", "change", "destructive"]),
  idempotent: flag,
  offByDefault: flag,
  params: anyObject,
  phrases: list(text(300), 100),
  examples: list(object({ sentence: text(300), params: anyObject }), 60),
});
export type ActionDto = Dto<typeof actionSchema>;

export const pluginSchema = object({
  name: text(40),
  version: text(30),
  digest: text(64),
  description: text(400),
  enabled: flag,
  registeredAt: instant,
  actions: list(actionSchema, 50),
});
export type PluginDto = Dto<typeof pluginSchema>;

export const pluginListSchema = object({ items: list(pluginSchema) });

export const pluginNameParams = object({ name: filledText(40) });
export const pluginVersionParams = object({ name: filledText(40), version: filledText(30) });
export const pluginFileParams = object({ name: filledText(40), version: filledText(30), path: filledText(300) });

export const changePluginSchema = object({ enabled: flag });

/** What an agent needs to fetch and verify one immutable version. */
export const pluginFilesSchema = object({
  name: text(40),
  version: text(30),
  digest: text(64),
  manifest: anyObject,
  files: list(object({ path: text(300), sha256: text(64), bytes: count, executable: flag })),
});
