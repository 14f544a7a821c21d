/** New files by their path. */
export type Files = Readonly<Record<string, string>>;

/** ms-msrp: msMsrp. */
export const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export const upper = (name: string): string => name.toUpperCase();

/** What a folder, and a rule's id, may be called. */
export const isName = (name: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
