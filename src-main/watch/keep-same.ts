// What says the same as before stays the very same thing, so that a look at the references tells what has changed.

/** Plain data only, as everything on the wall is. */
export const isEqual = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isEqual(Reflect.get(one, key), Reflect.get(other, key)));
};

export const keepSame = <Value>(before: Value, after: Value): Value => (isEqual(before, after) ? before : after);
