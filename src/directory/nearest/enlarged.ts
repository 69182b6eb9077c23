type Numbers =
  | Uint8Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/** `array` itself if it holds `length` already, else a copy at least twice as long, zero at its end. */
export function enlarged<A extends Numbers>(array: A, length: number): A
export function enlarged(array: Numbers, length: number): Numbers {
  if (array.length >= length) return array
  const room = Math.max(length, array.length * 2)
  const copy =
    array instanceof Uint8Array
      ? new Uint8Array(room)
      : array instanceof Int32Array
        ? new Int32Array(room)
        : array instanceof Uint32Array
          ? new Uint32Array(room)
          : new Float64Array(room)
  copy.set(array)
  return copy
}
