// Money arrives in minor units (cents); how many make a whole one depends on the currency.

/** An amount reads left to right, also in the middle of right-to-left text. */
const isolated = amount => `\u2066${amount}\u2069`;

export function money(minor, currency, locale) {
  try {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    return isolated(format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits));
  } catch {
    return isolated(`${(minor / 100).toFixed(2)} ${currency ?? ''}`.trim());
  }
}
