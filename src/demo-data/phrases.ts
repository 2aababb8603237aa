/** Reads a list of phrases written with `|` or line breaks between them, which keeps long vocabularies readable. */
export function phrases(template: TemplateStringsArray): readonly string[] {
  return template
    .join('')
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}

const slot = /\{(\w+)\}/g;

/** Replaces each `{slot}` of a template with what `choose` answers for its name. */
export function fill(template: string, choose: (slot: string) => string): string {
  return template.replace(slot, (_match, name: string) => choose(name));
}

const sentenceStart = /^\p{Ll}|(?<=[.!?] )\p{Ll}/gu;

/** Gives every sentence its capital. */
export function capitalise(text: string): string {
  return text.replace(sentenceStart, (letter) => letter.toUpperCase());
}
