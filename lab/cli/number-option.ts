import { InvalidArgumentError } from 'commander';

/** A whole number; what it may be is the server's to say, unless `bounds` are this command's own. */
export function wholeNumber(bounds?: {
  readonly min: number;
  readonly max: number;
}): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
    if (bounds !== undefined && (value < bounds.min || value > bounds.max))
      throw new InvalidArgumentError(`It must be a whole number from ${bounds.min} to ${bounds.max}.`);
    return value;
  };
}
