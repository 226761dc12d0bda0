import { randomUUID } from 'node:crypto';
import { euros, product, products } from './catalogue.js';

const MAX_QUANTITY = 99;

/** A request that the client has to change; `status` is the HTTP answer to it. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The order that a request body asks for, or `Refused` with the field, its value and what is allowed. */
export function order(body) {
  const { product: id, quantity } = parsed(body);
  const ordered = product(id);
  if (!ordered) {
    throw new Refused(400, `product ${shown(id)} is not in the catalogue: expected one of ${products.map((known) => known.id).join(', ')}`);
  }
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    throw new Refused(400, `quantity ${shown(quantity)} is not allowed: expected a whole number from 1 to ${MAX_QUANTITY}`);
  }
  return { id: randomUUID(), product: ordered.id, quantity, total: euros(ordered.cents * quantity) };
}

function parsed(body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refused(400, 'the body is not JSON: expected {"product": string, "quantity": number}');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Refused(400, `the body is ${shown(value)}: expected an object {"product": string, "quantity": number}`);
  }
  return value;
}

function shown(value) {
  const text = value === undefined ? '(missing)' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
