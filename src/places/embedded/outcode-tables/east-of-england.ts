/** Outcodes of the postcode areas that lie mostly in the East of England. How to read it and where it comes from: ../outcodes.ts. */
export const EAST_OF_ENGLAND = `
AL: 1 St Albans 51.75,-0.33; 2 London Colney 51.72,-0.33; 3 St Albans 51.77,-0.36; 4 Sandridge 51.78,-0.29;
  5 Harpenden 51.82,-0.36; 6 Welwyn 51.83,-0.21; 7 Welwyn Garden City 51.80,-0.19;
  8 Welwyn Garden City 51.80,-0.21; 9 Brookmans Park 51.73,-0.20; 10 Hatfield 51.76,-0.23
CB: 1 Cambridge 52.19,0.14; 2 Cambridge 52.19,0.12; 3 Cambridge 52.21,0.10; 4 Cambridge 52.23,0.12;
  5 Cambridge 52.21,0.15; 6 Ely 52.39,0.18; 7 Ely 52.38,0.29; 8 Newmarket 52.24,0.42;
  9 Haverhill 52.08,0.44; 10 Saffron Walden 52.03,0.27; 11 Saffron Walden 52.02,0.24; 21 Linton 52.12,0.25;
  22 Sawston 52.14,0.16; 23 Cambourne 52.21,-0.03; 24 Histon 52.27,0.08; 25 Burwell 52.26,0.25
CM: 0 Southminster 51.66,0.83; 1 Chelmsford 51.74,0.46; 2 Chelmsford 51.72,0.48; 3 Danbury 51.71,0.59;
  4 Ingatestone 51.67,0.38; 5 Chipping Ongar 51.71,0.24; 6 Great Dunmow 51.87,0.36;
  7,77 Braintree 51.88,0.55; 8 Witham 51.80,0.64; 9 Maldon 51.73,0.67; 11 Billericay 51.62,0.42;
  12 Billericay 51.63,0.42; 13 Brentwood 51.61,0.32; 14 Brentwood 51.62,0.29; 15 Brentwood 51.63,0.30;
  16 Epping 51.70,0.11; 17 Harlow 51.78,0.15; 18 Harlow 51.76,0.11; 19 Harlow 51.76,0.07;
  20 Harlow 51.78,0.10; 21 Sawbridgeworth 51.82,0.15; 22 Stansted 51.86,0.20;
  23 Bishop's Stortford 51.87,0.16; 24 Stansted Mountfitchet 51.89,0.21; 92,98,99 Chelmsford 51.74,0.47
CO: 1 Colchester 51.89,0.90; 2 Colchester 51.87,0.91; 3 Stanway 51.88,0.84; 4 Highwoods 51.92,0.92;
  5 Tiptree 51.82,0.79; 6 Coggeshall 51.92,0.76; 7 Wivenhoe 51.87,1.01; 8 Bures 51.97,0.77;
  9 Halstead 51.95,0.64; 10 Sudbury 52.04,0.73; 11 Manningtree 51.95,1.06; 12 Harwich 51.94,1.28;
  13 Frinton-on-Sea 51.83,1.24; 14 Walton-on-the-Naze 51.85,1.27; 15 Clacton-on-Sea 51.80,1.15;
  16 Clacton-on-Sea 51.83,1.16
IP: 1 Ipswich 52.07,1.14; 2 Ipswich 52.04,1.14; 3 Ipswich 52.04,1.18; 4 Ipswich 52.07,1.18;
  5 Ipswich 52.06,1.23; 6 Ipswich 52.11,1.14; 7 Hadleigh 52.05,0.99; 8 Ipswich 52.06,1.07;
  9 Holbrook 51.99,1.15; 10 Ipswich 52.00,1.27; 11 Felixstowe 51.96,1.35; 12 Woodbridge 52.09,1.32;
  13 Wickham Market 52.17,1.35; 14 Stowmarket 52.19,1.00; 15 Aldeburgh 52.15,1.60; 16 Leiston 52.21,1.58;
  17 Saxmundham 52.21,1.49; 18 Southwold 52.33,1.68; 19 Halesworth 52.35,1.50; 20 Harleston 52.40,1.30;
  21 Eye 52.36,1.24; 22 Diss 52.38,1.07; 23 Eye 52.28,1.15; 24 Thetford 52.42,0.75; 25 Watton 52.57,0.83;
  26 Methwold 52.51,0.53; 27 Brandon 52.45,0.61; 28 Bury St Edmunds 52.33,0.58;
  29 Bury St Edmunds 52.22,0.67; 30 Bury St Edmunds 52.20,0.81; 31 Bury St Edmunds 52.30,0.88;
  32 Bury St Edmunds 52.26,0.70; 33 Bury St Edmunds 52.24,0.72; 98 Diss 52.38,1.11
LU: 1 Luton 51.88,-0.42; 2 Luton 51.88,-0.40; 3 Luton 51.91,-0.43; 4 Luton 51.90,-0.46;
  5 Dunstable 51.90,-0.50; 6 Dunstable 51.88,-0.54; 7 Leighton Buzzard 51.92,-0.66
MK: 1 Bletchley 52.00,-0.72; 2 Bletchley 51.99,-0.73; 3 Bletchley 51.99,-0.75; 4 Milton Keynes 52.01,-0.78;
  5 Milton Keynes 52.02,-0.79; 6 Milton Keynes 52.03,-0.73; 7 Milton Keynes 52.02,-0.69;
  8 Milton Keynes 52.04,-0.80; 9,77 Milton Keynes 52.04,-0.76; 10 Milton Keynes 52.04,-0.70;
  11 Stony Stratford 52.06,-0.84; 12 Wolverton 52.06,-0.81; 13 Milton Keynes 52.06,-0.77;
  14 Milton Keynes 52.06,-0.74; 15 Milton Keynes 52.05,-0.72; 16 Newport Pagnell 52.09,-0.72;
  17 Woburn Sands 51.99,-0.68; 18 Buckingham 52.00,-0.99; 19 Deanshanger 52.07,-0.85;
  40 Bedford 52.14,-0.46; 41 Bedford 52.14,-0.43; 42 Bedford 52.12,-0.46; 43 Bedford 52.13,-0.57;
  44 Bedford 52.19,-0.48; 45 Ampthill 52.03,-0.48; 46 Olney 52.16,-0.70
NR: 1 Norwich 52.62,1.31; 2 Norwich 52.63,1.27; 3 Norwich 52.65,1.29; 4 Norwich 52.61,1.26;
  5 Costessey 52.64,1.21; 6 Hellesdon 52.66,1.27; 7 Thorpe St Andrew 52.65,1.34; 8 Taverham 52.68,1.19;
  9 Hethersett 52.63,1.12; 10 Norwich 52.71,1.23; 11 Aylsham 52.80,1.25; 12 Stalham 52.74,1.48;
  13 Acle 52.63,1.50; 14 Norwich 52.57,1.37; 15 Long Stratton 52.50,1.25; 16 Old Buckenham 52.47,1.03;
  17 Attleborough 52.52,1.02; 18 Wymondham 52.57,1.11; 19 Dereham 52.68,0.94; 20 Dereham 52.75,0.94;
  21 Fakenham 52.83,0.85; 22 Walsingham 52.90,0.88; 23 Wells-next-the-Sea 52.95,0.85;
  24 Melton Constable 52.86,1.04; 25 Holt 52.91,1.09; 26 Sheringham 52.94,1.21; 27 Cromer 52.93,1.30;
  28 North Walsham 52.82,1.39; 29 Martham 52.69,1.64; 30 Great Yarmouth 52.61,1.73;
  31 Gorleston-on-Sea 52.58,1.72; 32 Lowestoft 52.49,1.74; 33 Lowestoft 52.46,1.72; 34 Beccles 52.46,1.56;
  35 Bungay 52.45,1.44; 99 Norwich 52.63,1.30
PE: 1 Peterborough 52.58,-0.23; 2 Peterborough 52.55,-0.25; 3 Peterborough 52.58,-0.28;
  4 Peterborough 52.61,-0.27; 5 Peterborough 52.58,-0.36; 6 Peterborough 52.66,-0.26;
  7 Peterborough 52.54,-0.22; 8 Oundle 52.52,-0.45; 9 Stamford 52.65,-0.48; 10 Bourne 52.77,-0.38;
  11 Spalding 52.79,-0.15; 12 Spalding 52.79,0.00; 13 Wisbech 52.68,0.14; 14 Wisbech 52.65,0.20;
  15 March 52.55,0.09; 16 Chatteris 52.46,0.05; 19 St Neots 52.22,-0.28; 20 Kirton 52.93,-0.12;
  21 Boston 52.98,-0.03; 22 Boston 53.05,0.05; 23 Spilsby 53.17,0.09; 24 Skegness 53.17,0.30;
  25 Skegness 53.14,0.34; 26 Ramsey 52.45,-0.11; 27 St Ives 52.33,-0.07; 28 Huntingdon 52.35,-0.26;
  29 Huntingdon 52.33,-0.19; 30 King's Lynn 52.75,0.40; 31 Dersingham 52.87,0.56; 32 King's Lynn 52.73,0.63;
  33 King's Lynn 52.63,0.49; 34 King's Lynn 52.74,0.33; 35 Sandringham 52.82,0.51; 36 Hunstanton 52.95,0.50;
  37 Swaffham 52.65,0.69; 38 Downham Market 52.61,0.38
SG: 1 Stevenage 51.90,-0.21; 2 Stevenage 51.90,-0.18; 3 Knebworth 51.87,-0.18; 4 Hitchin 51.93,-0.26;
  5 Hitchin 51.95,-0.27; 6 Letchworth 51.98,-0.23; 7 Baldock 51.99,-0.19; 8 Royston 52.05,-0.02;
  9 Buntingford 51.95,-0.02; 10 Much Hadham 51.85,0.07; 11 Puckeridge 51.89,0.02; 12 Ware 51.81,-0.03;
  13 Hertford 51.79,-0.09; 14 Hertford 51.81,-0.09; 15 Arlesey 52.00,-0.26; 16 Henlow 52.02,-0.30;
  17 Shefford 52.04,-0.33; 18 Biggleswade 52.09,-0.26; 19 Sandy 52.13,-0.29
SS: 0 Southend-on-Sea 51.55,0.68; 1,22,99 Southend-on-Sea 51.54,0.71; 2 Southend-on-Sea 51.55,0.71;
  3 Shoeburyness 51.53,0.79; 4 Rochford 51.58,0.71; 5 Hockley 51.60,0.66; 6 Rayleigh 51.59,0.60;
  7 Benfleet 51.56,0.58; 8 Canvey Island 51.52,0.58; 9 Leigh-on-Sea 51.55,0.65; 11,12 Wickford 51.61,0.52;
  13 Basildon 51.57,0.51; 14 Basildon 51.58,0.48; 15 Laindon 51.58,0.43; 16 Basildon 51.56,0.46;
  17 Stanford-le-Hope 51.52,0.43
WD: 3 Rickmansworth 51.64,-0.48; 4 Kings Langley 51.71,-0.45; 5 Abbots Langley 51.71,-0.42;
  6 Borehamwood 51.65,-0.28; 7 Radlett 51.69,-0.32; 17,99 Watford 51.66,-0.40; 18 Watford 51.65,-0.41;
  19 South Oxhey 51.63,-0.38; 23 Bushey 51.65,-0.36; 24 Watford 51.67,-0.39; 25 Garston 51.69,-0.39
`
