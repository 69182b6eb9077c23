/** How exactly a point is known, best first; `exact` is a coordinate the asker gave. */
export type Precision = 'exact' | 'unit' | 'sector' | 'outcode' | 'town' | 'area'

export type Nation =
  | 'england'
  | 'scotland'
  | 'wales'
  | 'northern-ireland'
  | 'isle-of-man'
  | 'jersey'
  | 'guernsey'
  | 'gibraltar'
  | 'elsewhere'

/** What kind of text it was taken for. */
export type PlaceKind = 'postcode' | 'sector' | 'outcode' | 'area' | 'town' | 'grid' | 'coordinate'

/** A point on the plane: metres, OSGB36 National Grid (EPSG:27700). */
export type GridPoint = { readonly easting: number; readonly northing: number }

/** Degrees, WGS84. */
export type Wgs84Point = { readonly latitude: number; readonly longitude: number }

/**
 * The areas of government and of the NHS that a postcode lies in, as GSS codes: the local authority district
 * (`E08000035`) and the integrated care board, in older files the CCG (`E54000054`, `E38000225`). Null: not said.
 */
export type PlaceAreas = { readonly district: string | null; readonly board: string | null }

/** A point in England, or so close to the border that England's services may be wanted there (`nearBorder`). */
export type LocatedPlace = GridPoint &
  Wgs84Point & {
    readonly kind: PlaceKind
    /** As a person would write it: `LS1 4AP`, `LS1`, `Leeds`, `430123,433567`. */
    readonly label: string
    readonly precision: Precision
    /** Ninety-five in a hundred true points lie within this many metres of the one given. */
    readonly errorMetres: number
    /** NHS England region (ODS code, `Y56` to `Y63`), by the postcode area or the nearest outcode. */
    readonly regionId: string
    /** Set where the place may lie in, or at the edge of, another nation: whom else to ask. */
    readonly nearBorder?: { readonly nation: Nation; readonly askInstead: string }
    /** The postcode sector (`LS1 4`) or 1 km grid square (`SE3033`): as fine as the activity log may hold. */
    readonly cell: string
    /** Of a postcode that the imported file says this of; absent: it says nothing. */
    readonly areas?: PlaceAreas
  }

/** What came of reading a text as a place. Closed: everything that is not `located` says exactly why. */
export type PlaceAnswer =
  | { readonly outcome: 'located'; readonly place: LocatedPlace }
  /** A postcode that has ended. Where it was still serves as an origin; `endedOn` is `YYYY-MM`. */
  | {
      readonly outcome: 'terminated'
      readonly label: string
      readonly endedOn: string
      readonly place: LocatedPlace | null
    }
  | {
      readonly outcome: 'outside-england'
      readonly label: string
      readonly nation: Nation
      readonly askInstead: string
    }
  /** BFPO, GIR, BX, XX: delivered to, but nowhere. */
  | { readonly outcome: 'non-geographic'; readonly label: string; readonly reason: string }
  /** ZZ99 3VZ and its kin: choose a place instead. */
  | { readonly outcome: 'no-fixed-abode'; readonly label: string }
  /** A real postcode with no known point, such as one too new, or one that Ordnance Survey gives no grid reference. */
  | { readonly outcome: 'unlocated'; readonly label: string; readonly reason: string }
  /**
   * Towns of that name, at most ten; the asker chooses. Only one where what was said beside the name does not fit it,
   * `Leeds, Kent`.
   */
  | { readonly outcome: 'ambiguous'; readonly label: string; readonly choices: readonly LocatedPlace[] }
  | { readonly outcome: 'not-recognised'; readonly text: string; readonly reason: string }
