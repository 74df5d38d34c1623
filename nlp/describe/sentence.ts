import type { Frame } from "../../core/model/frame.ts";

/** Says a frame of one intent; `work`: the request that stands in it. */
export type Sentence = (frame: Frame, work: string | undefined) => string | undefined;
