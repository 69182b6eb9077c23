import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createChance } from '../src/demonstration/chance.ts'
import type { Service } from '../src/directory/index.ts'
import { ENGLISH_OUTCODES, toGrid } from '../src/places/index.ts'

/** Real postcodes lie beside a checkout, when they are there at all. */
const REAL = fileURLToPath(
  new URL('../../shared/real/postcodes_gb_codepoint_2025-11.csv.gz', import.meta.url),
)
const INWARD = 'ABDEFGHJLNPQRSTUWXYZ'
const UNITS_PER_OUTCODE = 800

/** The file of real postcodes where there is one, else an invented one of about that size and shape. */
export async function postcodeFile(folder: string): Promise<{ path: string; isReal: boolean }> {
  if (existsSync(REAL)) return { path: REAL, isReal: true }
  const path = join(folder, 'invented-postcodes.csv')
  const file = await open(path, 'w')
  const chance = createChance(3)
  await file.write('postcode,pqi,easting,northing,country,lad\n')
  for (const place of ENGLISH_OUTCODES) {
    const centre = toGrid(place)
    let lines = ''
    for (let unit = 0; unit < UNITS_PER_OUTCODE; unit += 1) {
      const letters = `${INWARD[unit % 20] ?? 'A'}${INWARD[Math.floor(unit / 20) % 20] ?? 'A'}`
      const easting = Math.round(centre.easting + chance.bell() * 1000)
      const northing = Math.round(centre.northing + chance.bell() * 1000)
      lines += `${place.outcode}${Math.floor(unit / 400)}${letters},10,${easting},${northing},E,E08000035\n`
    }
    await file.write(lines)
  }
  await file.close()
  return { path, isReal: false }
}

/** Services as a file that somebody might send: one row each, usual headers. */
export async function serviceFile(folder: string, services: Iterable<Service>): Promise<string> {
  const path = join(folder, 'services.csv')
  const file = await open(path, 'w')
  await file.write('key,type,name,address,town,postcode,easting,northing,phone\n')
  let lines = ''
  for (const { id, name, typeId, place, contacts } of services) {
    if (place.postcode === undefined) continue
    const phone = contacts.find(({ kind }) => kind === 'phone')?.value ?? ''
    const cells = [
      id,
      typeId,
      name,
      place.address[0],
      place.town,
      place.postcode,
      place.easting,
      place.northing,
    ]
    lines += `${[...cells, phone].join(',')}\n`
  }
  await file.write(lines)
  await file.close()
  return path
}
