/** A county, or what people still call one: names, a centre in degrees (WGS84), and how far it reaches from there. */
export type County = {
  readonly names: readonly string[]
  readonly latitude: number
  readonly longitude: number
  readonly reachMetres: number
}

/**
 * Names, rough centre, kilometres from there to the furthest of its towns. Written from general knowledge, as
 * ./outcodes.ts. They tell namesakes apart, `Newport, Shropshire`; for that a circle will do, though it overlaps
 * its neighbours: where two namesakes lie in it, the asker chooses.
 */
const ROWS = `
Avon 51.45,-2.55 35
Bedfordshire/Beds 52.08,-0.45 30
Berkshire/Berks 51.45,-1.05 45
Buckinghamshire/Bucks 51.80,-0.80 45
Cambridgeshire/Cambs 52.35,0.00 50
Cheshire 53.20,-2.55 45
Cleveland 54.57,-1.20 30
Cornwall 50.40,-4.85 80
County Durham/Co Durham 54.70,-1.85 50
Cumbria/Cumberland 54.60,-2.95 70
Derbyshire/Derbys 53.10,-1.55 55
Devon/Devonshire 50.75,-3.75 75
Dorset 50.80,-2.30 55
East Sussex 50.95,0.25 50
East Yorkshire/East Riding of Yorkshire/East Riding 53.87,-0.50 50
Essex 51.80,0.60 60
Gloucestershire/Glos 51.80,-2.15 55
Greater London 51.50,-0.12 30
Greater Manchester 53.50,-2.30 30
Hampshire/Hants 51.05,-1.30 55
Herefordshire 52.10,-2.75 40
Hertfordshire/Herts 51.82,-0.23 35
Humberside 53.75,-0.50 60
Huntingdonshire 52.38,-0.22 30
Isle of Wight/IOW 50.68,-1.30 22
Kent 51.20,0.72 60
Lancashire/Lancs 53.90,-2.65 55
Leicestershire/Leics 52.67,-1.13 40
Lincolnshire/Lincs 53.15,-0.25 70
Merseyside 53.42,-2.95 30
Middlesex/Middx 51.55,-0.35 30
Norfolk 52.65,1.00 65
North Yorkshire/N Yorks 54.15,-1.35 90
Northamptonshire/Northants 52.30,-0.85 50
Northumberland 55.25,-2.00 70
Nottinghamshire/Notts 53.15,-1.00 40
Oxfordshire/Oxon 51.75,-1.30 45
Rutland 52.65,-0.65 18
Shropshire/Salop 52.62,-2.75 50
Somerset 51.10,-3.00 60
South Yorkshire/S Yorks 53.50,-1.30 40
Staffordshire/Staffs 52.85,-2.05 45
Suffolk 52.20,1.05 60
Surrey 51.25,-0.45 40
Sussex 50.95,-0.10 75
Tyne and Wear 54.95,-1.55 25
Warwickshire/Warks 52.30,-1.55 45
West Midlands 52.48,-1.85 30
West Sussex 50.95,-0.45 45
West Yorkshire/W Yorks 53.73,-1.60 40
Westmorland 54.45,-2.70 40
Wiltshire/Wilts 51.30,-1.95 50
Wirral/The Wirral 53.36,-3.08 18
Worcestershire/Worcs 52.20,-2.15 40
Yorkshire/Yorks 54.00,-1.30 110
`

export const COUNTIES: readonly County[] = ROWS.trim()
  .split('\n')
  .map(row => {
    const [, names, latitude, longitude, reach] = /^(.+) (\S+),(\S+) (\d+)$/.exec(row) ?? []
    if (names === undefined) throw new Error(`Not a row of a county: ${row}`)
    return {
      names: names.split('/'),
      latitude: Number(latitude),
      longitude: Number(longitude),
      reachMetres: Number(reach) * 1000,
    }
  })
