/** England, roughly: its outline and its larger towns, in kilometres of the National Grid. The rest is invented by chance. */
const OUTLINE: readonly (readonly [east: number, north: number])[] = [
  [134, 25],
  [170, 12],
  [248, 50],
  [282, 37],
  [300, 80],
  [368, 69],
  [404, 78],
  [450, 76],
  [485, 92],
  [559, 95],
  [609, 117],
  [637, 143],
  [640, 170],
  [600, 175],
  [588, 184],
  [618, 214],
  [645, 250],
  [655, 293],
  [622, 342],
  [567, 341],
  [545, 331],
  [557, 363],
  [540, 411],
  [525, 470],
  [490, 511],
  [453, 533],
  [437, 569],
  [400, 653],
  [370, 607],
  [332, 566],
  [295, 514],
  [318, 465],
  [343, 464],
  [328, 407],
  [320, 390],
  [340, 366],
  [329, 329],
  [325, 275],
  [325, 240],
  [353, 194],
  [351, 178],
  [331, 161],
  [297, 146],
  [223, 127],
  [220, 106],
  [190, 77],
  [152, 41],
]

/** The box around it, in metres. */
export const BOX = { west: 130_000, east: 656_000, south: 10_000, north: 656_000 } as const

export function isInEngland(easting: number, northing: number): boolean {
  const east = easting / 1000
  const north = northing / 1000
  let inside = false
  let [lastEast, lastNorth] = OUTLINE[OUTLINE.length - 1] ?? [0, 0]
  for (const [nextEast, nextNorth] of OUTLINE) {
    const crosses = nextNorth > north !== lastNorth > north
    if (crosses && east < ((lastEast - nextEast) * (north - nextNorth)) / (lastNorth - nextNorth) + nextEast)
      inside = !inside
    lastEast = nextEast
    lastNorth = nextNorth
  }
  return inside
}

export type Town = {
  readonly easting: number
  readonly northing: number
  readonly thousands: number
  readonly spreadMetres: number
}

const city = (east: number, north: number, thousands: number, spread: number): Town => ({
  easting: east * 1000,
  northing: north * 1000,
  thousands,
  spreadMetres: spread * 1000,
})

/** By built-up area, population in thousands, rounded (Census 2021). */
export const CITIES: readonly Town[] = [
  city(530, 180, 9000, 13), // London
  city(384, 398, 2700, 9), // Manchester
  city(407, 287, 2500, 9), // Birmingham
  city(428, 433, 1850, 9), // Leeds and Bradford
  city(450, 107, 900, 9), // Portsmouth and Southampton
  city(338, 391, 880, 6), // Liverpool
  city(425, 564, 800, 6), // Newcastle
  city(457, 341, 770, 6), // Nottingham
  city(436, 388, 700, 6), // Sheffield
  city(359, 174, 700, 5), // Bristol
  city(459, 305, 560, 5), // Leicester
  city(531, 106, 480, 5), // Brighton
  city(409, 92, 480, 6), // Bournemouth
  city(388, 346, 390, 5), // Stoke-on-Trent
  city(448, 519, 380, 6), // Middlesbrough
  city(433, 279, 380, 4), // Coventry
  city(473, 173, 350, 4), // Reading
  city(354, 429, 320, 5), // Preston
  city(509, 429, 310, 4), // Hull
  city(588, 187, 300, 4), // Southend
  city(435, 336, 280, 4), // Derby
  city(440, 556, 280, 4), // Sunderland
  city(576, 168, 280, 4), // Medway
  city(248, 55, 260, 4), // Plymouth
  city(487, 238, 240, 4), // Milton Keynes
  city(508, 222, 240, 4), // Luton
  city(475, 261, 240, 4), // Northampton
  city(330, 436, 230, 4), // Blackpool
  city(623, 308, 220, 4), // Norwich
  city(415, 185, 190, 3), // Swindon
  city(519, 298, 190, 3), // Peterborough
  city(451, 206, 170, 3), // Oxford
  city(616, 244, 170, 3), // Ipswich
  city(460, 452, 160, 3), // York
  city(545, 258, 150, 3), // Cambridge
  city(394, 222, 130, 3), // Cheltenham
  city(292, 92, 130, 3), // Exeter
  city(340, 556, 80, 2.5), // Carlisle
  city(180, 40, 60, 3), // Camborne
]
