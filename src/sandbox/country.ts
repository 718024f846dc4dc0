export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
  readonly callingCode: string;
}

interface NumberedCountry extends Country {
  /** The price of one promotional Viber message, in euros. */
  readonly price: number;
  /** Mobile country code. */
  readonly mcc: string;
  /** A number for the n-th recipient, from the country's range for fiction where it has one. */
  number(n: number): string;
}

const digits = (n: number, length: number) => String(n % 10 ** length).padStart(length, '0');

/** The price of one transactional Viber message, in every country. */
export const TRANSACTIONAL_PRICE = 0.01;

/** The countries of the sample recipients: those with prices. */
export const countries: readonly NumberedCountry[] = [
  { code: 'GR', name: 'Greece', callingCode: '30', price: 0.035, mcc: '202', number: (n) => `+30690${digits(n, 7)}` },
  {
    code: 'GB',
    name: 'United Kingdom',
    callingCode: '44',
    price: 0.041,
    mcc: '234',
    number: (n) => `+447700900${digits(n, 3)}`,
  },
  {
    code: 'FR',
    name: 'France',
    callingCode: '33',
    price: 0.0525,
    mcc: '208',
    number: (n) => `+3363998${digits(n, 4)}`,
  },
  {
    code: 'UA',
    name: 'Ukraine',
    callingCode: '380',
    price: 0.012,
    mcc: '255',
    number: (n) => `+38050000${digits(n, 4)}`,
  },
  { code: 'CY', name: 'Cyprus', callingCode: '357', price: 0.035, mcc: '280', number: (n) => `+357960${digits(n, 5)}` },
  {
    code: 'BG',
    name: 'Bulgaria',
    callingCode: '359',
    price: 0.0195,
    mcc: '284',
    number: (n) => `+359880${digits(n, 6)}`,
  },
  {
    code: 'US',
    name: 'United States',
    callingCode: '1',
    price: 0.06,
    mcc: '310',
    number: (n) => `+130355501${digits(n, 2)}`,
  },
];

/** Other countries of recipients that a send names. */
const otherCountries: readonly Country[] = [
  { code: 'BY', name: 'Belarus', callingCode: '375' },
  { code: 'DE', name: 'Germany', callingCode: '49' },
  { code: 'IT', name: 'Italy', callingCode: '39' },
  { code: 'ES', name: 'Spain', callingCode: '34' },
  { code: 'PT', name: 'Portugal', callingCode: '351' },
  { code: 'NL', name: 'Netherlands', callingCode: '31' },
  { code: 'BE', name: 'Belgium', callingCode: '32' },
  { code: 'AT', name: 'Austria', callingCode: '43' },
  { code: 'PL', name: 'Poland', callingCode: '48' },
  { code: 'RO', name: 'Romania', callingCode: '40' },
  { code: 'RS', name: 'Serbia', callingCode: '381' },
  { code: 'HU', name: 'Hungary', callingCode: '36' },
  { code: 'SE', name: 'Sweden', callingCode: '46' },
  { code: 'CH', name: 'Switzerland', callingCode: '41' },
  { code: 'TR', name: 'Turkey', callingCode: '90' },
  { code: 'AU', name: 'Australia', callingCode: '61' },
  { code: 'JP', name: 'Japan', callingCode: '81' },
  { code: 'IN', name: 'India', callingCode: '91' },
  { code: 'BR', name: 'Brazil', callingCode: '55' },
  { code: 'KZ', name: 'Kazakhstan', callingCode: '7' },
];

const byCallingCode = [...countries, ...otherCountries].sort((a, b) => b.callingCode.length - a.callingCode.length);

/** The country of an E.164 number; ZZ, the code for an unknown territory, when its calling code is not in the list. */
export function findCountry(phoneNumber: string): Country {
  return (
    byCallingCode.find((country) => phoneNumber.startsWith(`+${country.callingCode}`)) ?? {
      code: 'ZZ',
      name: 'Unknown',
      callingCode: '',
    }
  );
}

/** The price of one promotional message to a country; countries that have none in the price list cost the same. */
export const promotionalPrice = ({ code }: Country): number =>
  countries.find((country) => country.code === code)?.price ?? 0.05;

/** The n-th sample recipient; countries alternate. */
export function recipientAt(n: number): { to: string; country: NumberedCountry } {
  const country = countries[n % countries.length] as NumberedCountry;
  return { country, to: country.number(n) };
}
