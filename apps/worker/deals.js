import { createHash } from 'node:crypto';

const DEALS = 2;
const DISCOUNTS = [10, 15, 20];

/** The hour that a moment lies in, in UTC: every replica and every run of one hour finds the same deals. */
export const hourOf = (moment) => `${moment.toISOString().slice(0, 13)}:00Z`;

/** The deals of an hour: a hash of hour and product draws the products and their discounts. */
export function deals(catalogue, hour) {
  return catalogue
    .map(({ id, cents }) => ({ id, cents, draw: createHash('sha256').update(`${hour} ${id}`).digest() }))
    .sort((a, b) => Buffer.compare(a.draw, b.draw))
    .slice(0, DEALS)
    .map(({ id, cents, draw }) => {
      const percent = DISCOUNTS[draw.at(-1) % DISCOUNTS.length];
      return { product: id, percent, price: (Math.round((cents * (100 - percent)) / 100) / 100).toFixed(2) };
    });
}
