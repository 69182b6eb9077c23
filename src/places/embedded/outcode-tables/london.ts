/** Outcodes of the postcode areas that lie mostly in London. How to read it and where it comes from: ../outcodes.ts. */
export const LONDON = `
BR: 1 Bromley 51.41,0.02; 2 Bromley 51.39,0.03; 3 Beckenham 51.40,-0.03; 4 West Wickham 51.37,-0.02;
  5 Orpington 51.39,0.10; 6 Orpington 51.37,0.09; 7 Chislehurst 51.42,0.07; 8 Swanley 51.40,0.17
CR: 0 Croydon 51.37,-0.08; 2 South Croydon 51.35,-0.08; 3 Caterham 51.29,-0.08; 4 Mitcham 51.40,-0.17;
  5 Coulsdon 51.32,-0.14; 6 Warlingham 51.31,-0.05; 7 Thornton Heath 51.40,-0.10; 8 Purley 51.34,-0.11;
  9 Croydon 51.38,-0.10; 90 Croydon 51.37,-0.10
E: 1 Whitechapel 51.52,-0.06; 1W,98 Wapping 51.51,-0.06; 2 Bethnal Green 51.53,-0.06; 3 Bow 51.53,-0.02;
  4 Chingford 51.62,0.00; 5 Clapton 51.56,-0.05; 6 East Ham 51.53,0.05; 7 Forest Gate 51.55,0.03;
  8 Hackney 51.54,-0.07; 9 Homerton 51.54,-0.04; 10 Leyton 51.57,-0.02; 11 Leytonstone 51.57,0.01;
  12 Manor Park 51.55,0.05; 13 Plaistow 51.53,0.03; 14 Poplar 51.51,-0.02; 15 Stratford 51.54,0.00;
  16 Canning Town 51.51,0.02; 17 Walthamstow 51.59,-0.02; 18 South Woodford 51.59,0.03;
  20 Stratford 51.54,-0.01; 22 London 51.55,-0.02
EC: 1A Barbican 51.52,-0.10; 1M,1P Clerkenwell 51.52,-0.10; 1N Hatton Garden 51.52,-0.11;
  1R Clerkenwell 51.53,-0.11; 1V Finsbury 51.53,-0.10; 1Y St Luke's 51.52,-0.09; 2A Shoreditch 51.52,-0.08;
  2M,2N City of London 51.52,-0.08; 2P,2V City of London 51.52,-0.09;
  2R,3V,4N,4R City of London 51.51,-0.09; 2Y Barbican 51.52,-0.09; 3A,3M,3P,3R City of London 51.51,-0.08;
  3N Tower Hill 51.51,-0.08; 4A Fleet Street 51.52,-0.11; 4M,4P,4V City of London 51.51,-0.10;
  4Y Fleet Street 51.51,-0.11
EN: 1,77 Enfield 51.65,-0.06; 2 Enfield 51.66,-0.09; 3 Enfield 51.66,-0.04; 4 Barnet 51.65,-0.17;
  5 Barnet 51.65,-0.20; 6 Potters Bar 51.69,-0.18; 7 Cheshunt 51.70,-0.05; 8 Waltham Cross 51.69,-0.03;
  9 Waltham Abbey 51.69,0.00; 10 Hoddesdon 51.74,-0.02; 11 Hoddesdon 51.76,-0.01
HA: 0 Wembley 51.55,-0.30; 1 Harrow 51.58,-0.34; 2 Harrow 51.57,-0.35; 3 Kenton 51.59,-0.31;
  4 Ruislip 51.57,-0.41; 5 Pinner 51.59,-0.38; 6 Northwood 51.61,-0.42; 7 Stanmore 51.62,-0.32;
  8 Edgware 51.61,-0.28; 9 Wembley 51.56,-0.29
IG: 1 Ilford 51.56,0.07; 2 Ilford 51.57,0.08; 3 Ilford 51.56,0.10; 4 Redbridge 51.58,0.05;
  5 Ilford 51.59,0.07; 6 Barkingside 51.59,0.09; 7 Chigwell 51.62,0.09; 8 Woodford Green 51.61,0.04;
  9 Buckhurst Hill 51.62,0.03; 10 Loughton 51.65,0.06; 11 Barking 51.54,0.09
N: 1 Islington 51.54,-0.10; 1C King's Cross 51.54,-0.13; 1P Islington 51.53,-0.11;
  2 East Finchley 51.59,-0.17; 3 Finchley 51.60,-0.19; 4 Finsbury Park 51.57,-0.10; 5 Highbury 51.55,-0.10;
  6 Highgate 51.57,-0.15; 7 Holloway 51.55,-0.12; 8 Hornsey 51.58,-0.12; 9 Edmonton 51.63,-0.06;
  10 Muswell Hill 51.59,-0.15; 11 New Southgate 51.62,-0.14; 12 North Finchley 51.61,-0.18;
  13 Palmers Green 51.62,-0.10; 14 Southgate 51.64,-0.13; 15 South Tottenham 51.58,-0.08;
  16 Stoke Newington 51.56,-0.08; 17 Tottenham 51.60,-0.07; 18 Upper Edmonton 51.61,-0.07;
  19 Archway 51.56,-0.13; 20 Whetstone 51.63,-0.18; 21 Winchmore Hill 51.63,-0.10;
  22 Wood Green 51.60,-0.11; 81 London 51.53,-0.10
NW: 1 Camden Town 51.53,-0.14; 1W,26 London 51.53,-0.14; 2 Cricklewood 51.56,-0.22; 3 Hampstead 51.55,-0.17;
  4 Hendon 51.59,-0.22; 5 Kentish Town 51.55,-0.14; 6 Kilburn 51.54,-0.20; 7 Mill Hill 51.61,-0.23;
  8 St John's Wood 51.53,-0.17; 9 Kingsbury 51.59,-0.26; 10 Willesden 51.54,-0.25;
  11 Golders Green 51.58,-0.20
RM: 1 Romford 51.58,0.18; 2 Gidea Park 51.59,0.20; 3 Harold Wood 51.60,0.22;
  4 Havering-atte-Bower 51.63,0.18; 5 Collier Row 51.60,0.16; 6 Chadwell Heath 51.58,0.13;
  7 Romford 51.57,0.17; 8 Dagenham 51.56,0.13; 9 Dagenham 51.54,0.13; 10 Dagenham 51.54,0.15;
  11 Hornchurch 51.57,0.22; 12 Hornchurch 51.55,0.21; 13 Rainham 51.52,0.19; 14 Upminster 51.56,0.26;
  15 South Ockendon 51.51,0.28; 16 Tilbury 51.48,0.34; 17 Grays 51.48,0.32; 18 Tilbury 51.46,0.36;
  19 Purfleet 51.48,0.24; 20 Grays 51.48,0.29
SE: 1 Southwark 51.50,-0.09; 1P Southwark 51.50,-0.10; 2 Abbey Wood 51.49,0.12; 3 Blackheath 51.47,0.02;
  4 Brockley 51.46,-0.03; 5 Camberwell 51.47,-0.09; 6 Catford 51.44,-0.02; 7 Charlton 51.48,0.04;
  8 Deptford 51.48,-0.03; 9 Eltham 51.45,0.05; 10 Greenwich 51.48,0.00; 11 Kennington 51.49,-0.11;
  12 Lee 51.44,0.02; 13 Lewisham 51.46,-0.01; 14 New Cross 51.48,-0.04; 15 Peckham 51.47,-0.06;
  16 Rotherhithe 51.50,-0.05; 17 Walworth 51.49,-0.09; 18 Woolwich 51.48,0.07;
  19 Crystal Palace 51.42,-0.08; 20 Anerley 51.41,-0.06; 21 Dulwich 51.44,-0.08;
  22 East Dulwich 51.45,-0.07; 23 Forest Hill 51.44,-0.05; 24 Herne Hill 51.45,-0.10;
  25 South Norwood 51.40,-0.07; 26 Sydenham 51.43,-0.06; 27 West Norwood 51.43,-0.10;
  28 Thamesmead 51.50,0.11
SM: 1 Sutton 51.37,-0.19; 2 Sutton 51.36,-0.19; 3 North Cheam 51.37,-0.21; 4 Morden 51.40,-0.20;
  5 Carshalton 51.37,-0.17; 6 Wallington 51.36,-0.15; 7 Banstead 51.32,-0.21
SW: 1A Westminster 51.50,-0.14; 1E Victoria 51.50,-0.14; 1H Westminster 51.50,-0.13;
  1P Westminster 51.49,-0.13; 1V Pimlico 51.49,-0.14; 1W Belgravia 51.49,-0.15;
  1X Knightsbridge 51.50,-0.16; 1Y St James's 51.51,-0.13; 2 Brixton 51.45,-0.12; 3 Chelsea 51.49,-0.17;
  4 Clapham 51.46,-0.14; 5 Earls Court 51.49,-0.19; 6 Fulham 51.48,-0.20; 7 South Kensington 51.50,-0.18;
  8 South Lambeth 51.48,-0.13; 9 Stockwell 51.47,-0.11; 10 Chelsea 51.48,-0.18; 11 Battersea 51.47,-0.16;
  12 Balham 51.45,-0.15; 13 Barnes 51.48,-0.25; 14 Mortlake 51.46,-0.26; 15 Putney 51.46,-0.22;
  16 Streatham 51.42,-0.13; 17 Tooting 51.43,-0.16; 18 Wandsworth 51.45,-0.19; 19 Wimbledon 51.42,-0.20;
  20 Raynes Park 51.41,-0.23; 95 London 51.49,-0.14
TW: 1,98 Twickenham 51.45,-0.33; 2 Twickenham 51.45,-0.35; 3 Hounslow 51.47,-0.36; 4 Hounslow 51.46,-0.39;
  5 Cranford 51.48,-0.40; 6 Heathrow 51.47,-0.45; 7 Isleworth 51.47,-0.33; 8 Brentford 51.48,-0.31;
  9 Richmond 51.47,-0.30; 10 Richmond 51.45,-0.30; 11 Teddington 51.43,-0.33; 12 Hampton 51.42,-0.37;
  13 Feltham 51.44,-0.41; 14 Feltham 51.45,-0.42; 15 Ashford 51.43,-0.46; 16 Sunbury 51.41,-0.41;
  17 Shepperton 51.40,-0.45; 18 Staines 51.43,-0.50; 19 Stanwell 51.46,-0.48; 20 Egham 51.43,-0.55
UB: 1 Southall 51.51,-0.37; 2 Southall 51.50,-0.38; 3 Hayes 51.50,-0.42; 4 Hayes 51.53,-0.41;
  5 Northolt 51.54,-0.38; 6,18 Greenford 51.53,-0.36; 7 West Drayton 51.50,-0.47; 8 Uxbridge 51.53,-0.47;
  9 Harefield 51.57,-0.49; 10 Ickenham 51.56,-0.45; 11 Stockley Park 51.51,-0.45
W: 1A London 51.52,-0.14; 1B,1J,1S Mayfair 51.51,-0.14; 1C Oxford Street 51.51,-0.15; 1D Soho 51.51,-0.13;
  1F Soho 51.51,-0.14; 1G,1U Marylebone 51.52,-0.15; 1H Marylebone 51.52,-0.16; 1K Mayfair 51.51,-0.15;
  1T,1W Fitzrovia 51.52,-0.14; 2 Paddington 51.51,-0.18; 3 Acton 51.51,-0.27; 4 Chiswick 51.49,-0.26;
  5 Ealing 51.51,-0.30; 6 Hammersmith 51.49,-0.23; 7 Hanwell 51.51,-0.34; 8 Kensington 51.50,-0.19;
  9 Maida Vale 51.53,-0.19; 10 North Kensington 51.52,-0.21; 11 Notting Hill 51.51,-0.21;
  12 Shepherd's Bush 51.51,-0.23; 13 West Ealing 51.51,-0.32; 14 West Kensington 51.49,-0.21
WC: 1A,1N Bloomsbury 51.52,-0.12; 1B,1E Bloomsbury 51.52,-0.13; 1H Bloomsbury 51.53,-0.13;
  1R Holborn 51.52,-0.11; 1V Holborn 51.52,-0.12; 1X King's Cross 51.53,-0.12; 2A Lincoln's Inn 51.52,-0.11;
  2B,2E Covent Garden 51.51,-0.12; 2H Leicester Square 51.51,-0.13; 2N Charing Cross 51.51,-0.13;
  2R Strand 51.51,-0.11
`
