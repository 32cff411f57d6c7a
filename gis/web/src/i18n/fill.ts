/** Placeholders of a text. */

/**
 * The text with its placeholders filled in: `{name}`, and `{name:one form|other form}`, of which the
 * number decides by the plural rule of the locale and in which # is the number.
 * What nothing was given for stays.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>, locale: string): string {
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined || other === undefined) return String(value);
    const form = new Intl.PluralRules(locale).select(Number(value)) === "one" ? one : other;
    return form.replaceAll("#", Number(value).toLocaleString(locale));
  });
}
