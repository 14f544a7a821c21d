/** A place in a document: what every field and rule cites. */
export interface SpecReference {
  /** 'MS-MSRP', 'RFC 9293', 'C706' … */
  readonly document: string;
  readonly section: string;
  readonly url: string;
}

/** A citation maker for one document. `url` may hold `{section}`. */
export const specification =
  (document: string, url: string) =>
  (section: string): SpecReference => ({ document, section, url: url.replace('{section}', section) });

export const cite = (spec: SpecReference): string => `${spec.document} ${spec.section}`.trim();
