const nothing = async () => ({ ok: true, headline: "Nothing was done", data: {} });

export const plugin = {
  actions: new Map([
    ["bench.noop", nothing],
    ["bench.change", nothing],
  ]),
};
