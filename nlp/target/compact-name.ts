/** Without the signs between its parts: "web-1" and "web1" are alike. */
export const compactName = (name: string): string => name.replace(/[-_.]/g, "");
