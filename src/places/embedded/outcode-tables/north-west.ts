/** Outcodes of the postcode areas that lie mostly in the North West. How to read it and where it comes from: ../outcodes.ts. */
export const NORTH_WEST = `
BB: 1 Blackburn 53.76,-2.49; 2 Blackburn 53.75,-2.51; 3 Darwen 53.70,-2.46; 4 Haslingden 53.70,-2.32;
  5 Accrington 53.75,-2.36; 6 Great Harwood 53.79,-2.41; 7 Clitheroe 53.87,-2.40; 8 Colne 53.86,-2.17;
  9 Nelson 53.83,-2.20; 10 Burnley 53.80,-2.24; 11 Burnley 53.78,-2.25; 12 Padiham 53.80,-2.29;
  18 Barnoldswick 53.92,-2.19
BL: 0 Ramsbottom 53.65,-2.32; 1 Bolton 53.59,-2.44; 2 Bolton 53.58,-2.40; 3 Bolton 53.57,-2.43;
  4 Farnworth 53.55,-2.40; 5 Westhoughton 53.55,-2.52; 6 Horwich 53.60,-2.55; 7 Bromley Cross 53.62,-2.42;
  8 Bury 53.60,-2.32; 9 Bury 53.60,-2.28; 11,78 Bolton 53.58,-2.43
CH: 1 Chester 53.20,-2.91; 2 Hoole 53.21,-2.87; 3 Tarvin 53.16,-2.82; 4 Lache 53.17,-2.92;
  25,26,27,28,29,30,31,32,33,34 Birkenhead 53.39,-3.02; 41 Birkenhead 53.39,-3.03;
  42 Rock Ferry 53.37,-3.02; 43 Bidston 53.38,-3.06; 44 Seacombe 53.41,-3.03; 45 New Brighton 53.43,-3.04;
  46 Moreton 53.40,-3.11; 47 Hoylake 53.39,-3.18; 48 West Kirby 53.37,-3.18; 49 Upton 53.38,-3.10;
  60 Heswall 53.33,-3.10; 61 Pensby 53.34,-3.07; 62 Bromborough 53.33,-2.98; 63 Bebington 53.35,-3.01;
  64 Neston 53.28,-3.05; 65 Ellesmere Port 53.28,-2.91; 66 Great Sutton 53.28,-2.94;
  70,88,90,99 Chester 53.19,-2.89
CW: 1 Crewe 53.10,-2.44; 2 Crewe 53.09,-2.45; 3 Audlem 53.00,-2.42; 4 Holmes Chapel 53.20,-2.36;
  5 Nantwich 53.07,-2.52; 6 Tarporley 53.16,-2.67; 7 Winsford 53.19,-2.52; 8 Northwich 53.25,-2.54;
  9 Northwich 53.27,-2.49; 10 Middlewich 53.19,-2.44; 11 Sandbach 53.15,-2.36; 12 Congleton 53.16,-2.21;
  98 Crewe 53.09,-2.44
FY: 1 Blackpool 53.82,-3.05; 2 Bispham 53.85,-3.04; 3 Blackpool 53.83,-3.02; 4 Blackpool 53.79,-3.03;
  5 Thornton 53.87,-3.02; 6 Poulton-le-Fylde 53.88,-2.97; 7 Fleetwood 53.93,-3.01;
  8 Lytham St Annes 53.74,-2.99
L: 1 Liverpool 53.40,-2.98; 2,3 Liverpool 53.41,-2.99; 4 Walton 53.44,-2.96; 5 Everton 53.42,-2.98;
  6 Tuebrook 53.42,-2.95; 7 Edge Hill 53.41,-2.95; 8 Toxteth 53.39,-2.96; 9 Aintree 53.47,-2.95;
  10 Aintree 53.48,-2.92; 11 Norris Green 53.44,-2.91; 12 West Derby 53.43,-2.90; 13 Old Swan 53.42,-2.92;
  14 Dovecot 53.42,-2.88; 15 Wavertree 53.40,-2.92; 16 Childwall 53.40,-2.88; 17 Aigburth 53.38,-2.94;
  18 Mossley Hill 53.38,-2.91; 19 Garston 53.36,-2.90; 20 Bootle 53.46,-2.99; 21 Litherland 53.47,-3.00;
  22 Waterloo 53.48,-3.03; 23 Crosby 53.49,-3.03; 24 Speke 53.34,-2.85; 25 Woolton 53.38,-2.86;
  26 Halewood 53.36,-2.83; 27 Gateacre 53.38,-2.86; 28 Stockbridge Village 53.43,-2.87;
  29 Maghull 53.51,-2.99; 30 Netherton 53.49,-2.97; 31 Maghull 53.52,-2.94; 32 Kirkby 53.48,-2.89;
  33 Kirkby 53.48,-2.87; 34 Prescot 53.43,-2.79; 35 Rainhill 53.42,-2.77; 36 Huyton 53.41,-2.84;
  37 Formby 53.56,-3.07; 38 Hightown 53.53,-3.06; 39 Ormskirk 53.57,-2.88; 40 Burscough 53.61,-2.84;
  67,68,70,71,72,74,75,80 Liverpool 53.41,-2.98; 69 Liverpool 53.41,-2.97
LA: 1 Lancaster 54.04,-2.80; 2 Caton 54.06,-2.68; 3 Morecambe 54.06,-2.87; 4 Morecambe 54.07,-2.85;
  5 Carnforth 54.13,-2.77; 6 Kirkby Lonsdale 54.18,-2.57; 7 Milnthorpe 54.23,-2.77; 8 Kendal 54.33,-2.82;
  9 Kendal 54.33,-2.75; 10 Sedbergh 54.32,-2.53; 11 Grange-over-Sands 54.19,-2.92; 12 Ulverston 54.20,-3.10;
  13 Barrow in Furness 54.12,-3.22; 14 Barrow in Furness 54.11,-3.23; 15 Dalton in Furness 54.16,-3.18;
  16 Askam-in-Furness 54.19,-3.21; 17 Kirkby-in-Furness 54.23,-3.18; 18 Millom 54.21,-3.27;
  19 Millom 54.26,-3.35; 20 Broughton-in-Furness 54.28,-3.21; 21 Coniston 54.37,-3.08;
  22 Ambleside 54.43,-2.96; 23 Windermere 54.38,-2.91
M: 1,2,60,61,99 Manchester 53.48,-2.24; 3 Manchester 53.48,-2.25; 4 Ancoats 53.48,-2.23;
  5 Ordsall 53.48,-2.28; 6 Pendleton 53.50,-2.29; 7 Broughton 53.51,-2.26; 8 Crumpsall 53.51,-2.24;
  9 Blackley 53.52,-2.21; 11 Clayton 53.48,-2.18; 12 Longsight 53.46,-2.20; 13 Longsight 53.46,-2.21;
  14 Fallowfield 53.45,-2.23; 15 Hulme 53.47,-2.25; 16 Whalley Range 53.45,-2.27;
  17 Trafford Park 53.47,-2.32; 18 Gorton 53.46,-2.17; 19 Levenshulme 53.44,-2.19; 20 Didsbury 53.42,-2.23;
  21 Chorlton-cum-Hardy 53.44,-2.28; 22 Wythenshawe 53.39,-2.26; 23 Baguley 53.40,-2.29;
  24 Middleton 53.55,-2.20; 25 Prestwich 53.53,-2.28; 26 Radcliffe 53.56,-2.32; 27 Swinton 53.51,-2.34;
  28 Worsley 53.53,-2.38; 29 Tyldesley 53.51,-2.46; 30 Eccles 53.48,-2.35; 31 Partington 53.42,-2.42;
  32 Stretford 53.45,-2.31; 33 Sale 53.42,-2.32; 34 Denton 53.45,-2.11; 35 Failsworth 53.50,-2.16;
  38 Little Hulton 53.53,-2.42; 40 Newton Heath 53.50,-2.20; 41 Urmston 53.45,-2.36;
  43 Droylsden 53.48,-2.15; 44 Irlam 53.44,-2.42; 45 Whitefield 53.55,-2.29; 46 Atherton 53.52,-2.49;
  50 Salford Quays 53.48,-2.29; 90 Manchester Airport 53.36,-2.27
OL: 1 Oldham 53.55,-2.11; 2 Royton 53.57,-2.13; 3 Saddleworth 53.55,-2.03; 4 Oldham 53.54,-2.08;
  5 Mossley 53.51,-2.03; 6 Ashton-under-Lyne 53.50,-2.09; 7 Ashton-under-Lyne 53.48,-2.10;
  8 Oldham 53.52,-2.12; 9 Oldham 53.54,-2.14; 10 Heywood 53.59,-2.22; 11 Rochdale 53.61,-2.17;
  12 Rochdale 53.63,-2.17; 13 Bacup 53.70,-2.20; 14 Todmorden 53.71,-2.10; 15 Littleborough 53.64,-2.10;
  16 Rochdale 53.62,-2.13
PR: 0,11 Preston 53.76,-2.70; 1 Preston 53.76,-2.69; 2 Fulwood 53.78,-2.72; 3 Garstang 53.86,-2.75;
  4 Kirkham 53.77,-2.85; 5 Bamber Bridge 53.73,-2.65; 6 Chorley 53.67,-2.61; 7 Chorley 53.65,-2.64;
  8 Southport 53.64,-2.97; 9 Southport 53.66,-2.97; 25 Leyland 53.69,-2.71; 26 Leyland 53.68,-2.72
SK: 1 Stockport 53.41,-2.16; 2 Offerton 53.40,-2.13; 3 Edgeley 53.40,-2.17; 4 Heaton Moor 53.42,-2.19;
  5 Reddish 53.43,-2.16; 6 Marple 53.41,-2.08; 7 Bramhall 53.37,-2.15; 8 Cheadle 53.38,-2.22;
  9 Wilmslow 53.33,-2.23; 10 Macclesfield 53.27,-2.13; 11 Macclesfield 53.25,-2.11; 12 Poynton 53.35,-2.12;
  13 Glossop 53.44,-1.95; 14 Hyde 53.45,-2.08; 15 Stalybridge 53.48,-2.06; 16 Dukinfield 53.47,-2.09;
  17 Buxton 53.26,-1.91; 22 New Mills 53.37,-2.00; 23 Chapel-en-le-Frith 53.32,-1.91
WA: 1,55,88 Warrington 53.39,-2.58; 2 Warrington 53.41,-2.59; 3 Warrington 53.43,-2.54;
  4 Warrington 53.36,-2.57; 5 Great Sankey 53.40,-2.64; 6 Frodsham 53.29,-2.73; 7 Runcorn 53.34,-2.73;
  8 Widnes 53.36,-2.73; 9 St Helens 53.44,-2.73; 10 St Helens 53.46,-2.74; 11 St Helens 53.48,-2.76;
  12 Newton-le-Willows 53.45,-2.60; 13 Lymm 53.38,-2.48; 14 Altrincham 53.38,-2.37;
  15 Altrincham 53.38,-2.34; 16 Knutsford 53.30,-2.37
WN: 1 Wigan 53.55,-2.62; 2 Hindley 53.54,-2.57; 3 Wigan 53.52,-2.63; 4 Ashton in Makerfield 53.48,-2.65;
  5 Orrell 53.54,-2.70; 6 Standish 53.58,-2.68; 7 Leigh 53.50,-2.52; 8 Skelmersdale 53.55,-2.77
`
