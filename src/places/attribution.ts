/** What has to be said beside answers, and why. `when`: always, or once a postcode file has been imported. */
export type Attribution = {
  readonly of: string
  readonly text: string
  readonly licence: string
  readonly when: 'always' | 'imported'
}

/** The statements that the licences of our place data ask for (sources, data 6). */
export const ATTRIBUTIONS: readonly Attribution[] = [
  {
    of: 'Names, positions and populations of most towns',
    text: 'Places by GeoNames, geonames.org.',
    licence: 'CC BY 4.0',
    when: 'always',
  },
  {
    of: 'Outlines of the nations',
    text: 'Borders by the country-coder project of the iD editor community.',
    licence: 'ISC',
    when: 'always',
  },
  {
    of: 'Postcodes',
    text: 'Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and database right. Contains National Statistics data © Crown copyright and database right. Of ONSPD and NSPL: Source: Office for National Statistics licensed under the Open Government Licence v3.0.',
    licence: 'Open Government Licence v3.0',
    when: 'imported',
  },
]
