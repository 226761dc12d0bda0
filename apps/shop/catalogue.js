// Prices are whole cents: money is never a floating-point number.
export const products = Object.freeze([
  { id: 'mug', name: 'Enamel mug', description: 'Survives the desk, the dishwasher and the mountain.', cents: 1450 },
  { id: 'notebook', name: 'Dot-grid notebook', description: '192 pages, lies flat, thread bound.', cents: 1890 },
  { id: 'lamp', name: 'Clamp lamp', description: 'Warm light, one arm, no app.', cents: 6400 },
  { id: 'backpack', name: 'Roll-top backpack', description: '22 litres, waxed canvas, one laptop.', cents: 11900 },
  { id: 'kettle', name: 'Gooseneck kettle', description: 'Pours where you point it.', cents: 7250 },
  { id: 'clock', name: 'Desk clock', description: 'Silent movement, tells only the time.', cents: 3900 },
]);

export const product = (id) => products.find((candidate) => candidate.id === id);

export const euros = (cents) => (cents / 100).toFixed(2);
