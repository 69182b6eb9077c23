/** An NHS England region: its ODS code and name. */
export type Region = { readonly id: string; readonly name: string }

/** The seven NHS England regions, in order of code. */
export const REGIONS: readonly Region[] = [
  { id: 'Y56', name: 'London' },
  { id: 'Y58', name: 'South West' },
  { id: 'Y59', name: 'South East' },
  { id: 'Y60', name: 'Midlands' },
  { id: 'Y61', name: 'East of England' },
  { id: 'Y62', name: 'North West' },
  { id: 'Y63', name: 'North East and Yorkshire' },
]
