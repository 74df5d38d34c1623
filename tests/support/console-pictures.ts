import type { Page } from "playwright-core";

/** Pictures of a page in light and dark, wide and as on a phone, for whoever works on its looks; only when asked for. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  const folder = process.env["OCTOPUS_PICTURES"];
  if (folder === undefined) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 860 });
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
}
