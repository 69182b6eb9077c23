/** Outcodes of the postcode areas that lie mostly in the Midlands. How to read it and where it comes from: ../outcodes.ts. */
export const MIDLANDS = `
B: 1 Birmingham 52.48,-1.91; 2,99 Birmingham 52.48,-1.90; 3 Birmingham 52.49,-1.91;
  4 Birmingham 52.48,-1.89; 5 Digbeth 52.47,-1.90; 6 Aston 52.50,-1.89; 7 Nechells 52.50,-1.87;
  8 Washwood Heath 52.49,-1.84; 9 Bordesley Green 52.48,-1.86; 10 Small Heath 52.47,-1.86;
  11 Sparkhill 52.45,-1.86; 12 Balsall Heath 52.46,-1.88; 13 Moseley 52.44,-1.88;
  14 Kings Heath 52.43,-1.89; 15 Edgbaston 52.47,-1.93; 16 Ladywood 52.48,-1.93; 17 Harborne 52.46,-1.95;
  18 Winson Green 52.49,-1.93; 19 Lozells 52.50,-1.91; 20 Handsworth Wood 52.51,-1.92;
  21 Handsworth 52.51,-1.94; 23 Erdington 52.53,-1.85; 24 Erdington 52.52,-1.82; 25 Yardley 52.46,-1.82;
  26 Sheldon 52.46,-1.79; 27 Acocks Green 52.45,-1.82; 28 Hall Green 52.43,-1.84; 29 Selly Oak 52.44,-1.94;
  30 Bournville 52.42,-1.93; 31 Northfield 52.41,-1.97; 32 Quinton 52.45,-1.99; 33 Stechford 52.48,-1.79;
  34 Hodge Hill 52.50,-1.79; 35 Castle Vale 52.52,-1.78; 36 Castle Bromwich 52.50,-1.76;
  37 Chelmsley Wood 52.48,-1.74; 38 Kings Norton 52.41,-1.92; 40 Bickenhill 52.45,-1.72;
  42 Perry Barr 52.53,-1.91; 43 Great Barr 52.55,-1.93; 44 Kingstanding 52.54,-1.88; 45 Rednal 52.39,-2.01;
  46 Coleshill 52.50,-1.70; 47 Wythall 52.38,-1.88; 48 Alvechurch 52.35,-1.95; 49 Alcester 52.22,-1.87;
  50 Bidford-on-Avon 52.17,-1.86; 60 Bromsgrove 52.33,-2.05; 61 Catshill 52.35,-2.07;
  62 Halesowen 52.46,-2.03; 63 Halesowen 52.45,-2.06; 64 Cradley Heath 52.47,-2.08;
  65 Rowley Regis 52.48,-2.04; 66 Smethwick 52.49,-1.97; 67 Smethwick 52.49,-1.98; 68 Oldbury 52.48,-2.00;
  69 Tividale 52.50,-2.03; 70 West Bromwich 52.52,-2.00; 71 West Bromwich 52.53,-1.98;
  72 Sutton Coldfield 52.56,-1.82; 73 Boldmere 52.55,-1.84; 74 Four Oaks 52.59,-1.85;
  75 Sutton Coldfield 52.58,-1.80; 76 Walmley 52.54,-1.79; 77 Tamworth 52.61,-1.66; 78 Fazeley 52.61,-1.66;
  79 Tamworth 52.64,-1.69; 80 Studley 52.27,-1.89; 90 Shirley 52.40,-1.82; 91 Solihull 52.41,-1.78;
  92 Olton 52.44,-1.79; 93 Knowle 52.39,-1.73; 94 Tanworth-in-Arden 52.35,-1.82;
  95 Henley-in-Arden 52.29,-1.78; 96 Astwood Bank 52.26,-1.94; 97 Redditch 52.30,-1.96;
  98 Redditch 52.30,-1.91
CV: 1 Coventry 52.41,-1.51; 2 Coventry 52.42,-1.47; 3 Coventry 52.39,-1.48; 4 Tile Hill 52.39,-1.57;
  5 Allesley 52.42,-1.55; 6 Coventry 52.43,-1.51; 7 Bedworth 52.46,-1.53; 8 Kenilworth 52.35,-1.58;
  9 Atherstone 52.58,-1.55; 10 Nuneaton 52.53,-1.49; 11 Nuneaton 52.52,-1.45; 12 Bedworth 52.48,-1.47;
  13 Market Bosworth 52.62,-1.40; 21 Rugby 52.38,-1.26; 22 Rugby 52.35,-1.28; 23 Rugby 52.37,-1.29;
  31 Royal Leamington Spa 52.28,-1.52; 32 Royal Leamington Spa 52.29,-1.53; 33 Leamington Spa 52.27,-1.49;
  34 Warwick 52.28,-1.58; 35 Wellesbourne 52.20,-1.56; 36 Shipston on Stour 52.06,-1.63;
  37 Stratford-upon-Avon 52.19,-1.71; 47 Southam 52.25,-1.39
DE: 1,99 Derby 52.92,-1.47; 3 Mickleover 52.92,-1.54; 4 Matlock 53.14,-1.56; 5 Ripley 53.05,-1.40;
  6 Ashbourne 53.00,-1.73; 7 Ilkeston 52.97,-1.31; 11 Swadlincote 52.77,-1.56; 12 Swadlincote 52.74,-1.55;
  13 Barton-under-Needwood 52.79,-1.71; 14 Burton upon Trent 52.81,-1.64; 15 Burton upon Trent 52.79,-1.61;
  21 Derby 52.94,-1.43; 22 Derby 52.95,-1.49; 23 Derby 52.90,-1.50; 24 Derby 52.88,-1.45;
  45 Bakewell 53.21,-1.67; 55 Alfreton 53.10,-1.38; 56 Belper 53.02,-1.48; 65 Hilton 52.87,-1.63;
  72 Borrowash 52.90,-1.36; 73 Chellaston 52.85,-1.44; 74 Castle Donington 52.84,-1.32;
  75 Heanor 53.01,-1.35
DY: 1 Dudley 52.51,-2.08; 2 Netherton 52.49,-2.08; 3 Sedgley 52.54,-2.12; 4 Tipton 52.53,-2.07;
  5 Brierley Hill 52.48,-2.12; 6 Kingswinford 52.50,-2.17; 7 Stourbridge 52.45,-2.21;
  8 Stourbridge 52.46,-2.15; 9 Stourbridge 52.45,-2.12; 10 Kidderminster 52.39,-2.22;
  11 Kidderminster 52.38,-2.26; 12 Bewdley 52.38,-2.32; 13 Stourport-on-Severn 52.34,-2.28;
  14 Cleobury Mortimer 52.38,-2.48
HR: 1 Hereford 52.07,-2.69; 2 Hereford 52.03,-2.75; 3 Whitney-on-Wye 52.12,-3.06; 4 Hereford 52.08,-2.77;
  5 Kington 52.20,-3.03; 6 Leominster 52.23,-2.74; 7 Bromyard 52.19,-2.51; 8 Ledbury 52.04,-2.43;
  9 Ross on Wye 51.92,-2.57
LD: 7 Knighton 52.36,-3.03; 8 Presteigne 52.28,-2.98
LE: 1 Leicester 52.63,-1.13; 2 Leicester 52.61,-1.11; 3 Leicester 52.62,-1.17; 4 Leicester 52.66,-1.12;
  5 Leicester 52.64,-1.08; 6 Groby 52.67,-1.24; 7 Syston 52.69,-1.08; 8 Blaby 52.55,-1.08;
  9 Earl Shilton 52.58,-1.27; 10 Hinckley 52.54,-1.37; 11 Loughborough 52.77,-1.21;
  12 Loughborough 52.77,-1.17; 13 Melton Mowbray 52.77,-0.89; 14 Melton Mowbray 52.80,-0.88;
  15 Oakham 52.67,-0.73; 16 Market Harborough 52.48,-0.92; 17 Lutterworth 52.46,-1.20;
  18 Wigston 52.58,-1.10; 19 Enderby 52.59,-1.21; 21,41,87,94,95 Leicester 52.64,-1.13;
  65 Ashby-de-la-Zouch 52.75,-1.47; 67 Coalville 52.71,-1.37
LL: 14 Chirk 52.92,-3.03
LN: 1 Lincoln 53.25,-0.56; 2 Lincoln 53.25,-0.52; 3 Lincoln 53.24,-0.37; 4 Lincoln 53.14,-0.36;
  5 Lincoln 53.18,-0.55; 6 Lincoln 53.20,-0.61; 7 Caistor 53.50,-0.32; 8 Market Rasen 53.39,-0.34;
  9 Horncastle 53.21,-0.12; 10 Woodhall Spa 53.15,-0.21; 11 Louth 53.37,0.00; 12 Mablethorpe 53.34,0.26;
  13 Alford 53.26,0.18
NG: 1,80,90 Nottingham 52.95,-1.15; 2 Nottingham 52.94,-1.14; 3 Nottingham 52.97,-1.13;
  4 Carlton 52.96,-1.09; 5 Arnold 52.99,-1.14; 6 Bulwell 52.99,-1.19; 7 Nottingham 52.96,-1.18;
  8 Bilborough 52.97,-1.21; 9 Beeston 52.93,-1.22; 10 Long Eaton 52.91,-1.28; 11 Clifton 52.90,-1.18;
  12 Radcliffe on Trent 52.94,-1.04; 13 Bingham 52.95,-0.95; 14 Calverton 53.03,-1.08;
  15 Hucknall 53.03,-1.20; 16 Eastwood 53.02,-1.31; 17 Kirkby in Ashfield 53.10,-1.26;
  18 Mansfield 53.14,-1.19; 19 Mansfield 53.16,-1.19; 20 Shirebrook 53.20,-1.21; 21 Mansfield 53.13,-1.12;
  22 Ollerton 53.20,-1.00; 23 Newark on Trent 53.07,-0.78; 24 Newark on Trent 53.08,-0.80;
  25 Southwell 53.08,-0.96; 31 Grantham 52.91,-0.64; 32 Grantham 52.92,-0.68; 33 Corby Glen 52.80,-0.55;
  34 Sleaford 53.00,-0.41
NN: 1 Northampton 52.24,-0.90; 2 Northampton 52.26,-0.89; 3 Northampton 52.26,-0.84;
  4 Northampton 52.21,-0.89; 5 Northampton 52.24,-0.93; 6 Northampton 52.32,-0.95;
  7 Northampton 52.20,-0.95; 8 Wellingborough 52.30,-0.69; 9 Irthlingborough 52.32,-0.63;
  10 Rushden 52.29,-0.60; 11 Daventry 52.26,-1.16; 12 Towcester 52.13,-0.99; 13 Brackley 52.03,-1.15;
  14 Kettering 52.43,-0.68; 15 Kettering 52.40,-0.70; 16 Kettering 52.40,-0.74; 17 Corby 52.49,-0.67;
  18 Corby 52.48,-0.71; 29 Wollaston 52.25,-0.68
ST: 1 Hanley 53.03,-2.18; 2 Bucknall 53.02,-2.14; 3 Longton 52.99,-2.13; 4 Stoke-on-Trent 53.00,-2.19;
  5,55 Newcastle under Lyme 53.01,-2.24; 6 Burslem 53.05,-2.19; 7 Kidsgrove 53.08,-2.27;
  8 Biddulph 53.12,-2.18; 9 Stoke-on-Trent 53.05,-2.09; 10 Cheadle 52.98,-1.98;
  11 Blythe Bridge 52.97,-2.07; 12 Barlaston 52.94,-2.17; 13 Leek 53.10,-2.02; 14 Uttoxeter 52.90,-1.86;
  15 Stone 52.91,-2.15; 16 Stafford 52.81,-2.11; 17 Stafford 52.78,-2.11; 18 Stafford 52.80,-2.08;
  19 Penkridge 52.74,-2.16; 20 Gnosall 52.79,-2.26; 21 Eccleshall 52.86,-2.27
SY: 1 Shrewsbury 52.71,-2.74; 2 Shrewsbury 52.71,-2.73; 3 Shrewsbury 52.70,-2.78; 4 Wem 52.80,-2.72;
  5 Pontesbury 52.65,-2.87; 6 Church Stretton 52.54,-2.80; 7 Craven Arms 52.44,-2.84; 8 Ludlow 52.37,-2.71;
  9 Bishop's Castle 52.49,-3.00; 10 Oswestry 52.83,-3.04; 11 Oswestry 52.86,-3.05; 12 Ellesmere 52.91,-2.90;
  13 Whitchurch 52.97,-2.68; 14 Malpas 53.02,-2.77; 15 Chirbury 52.58,-3.09; 21 Marton 52.63,-3.07;
  22 Llanymynech 52.78,-3.09; 99 Shrewsbury 52.71,-2.75
TF: 1 Wellington 52.70,-2.50; 2 Oakengates 52.70,-2.44; 3 Telford 52.67,-2.45; 4 Dawley 52.66,-2.47;
  5 Admaston 52.71,-2.54; 6 High Ercall 52.72,-2.59; 7 Madeley 52.64,-2.45; 8 Ironbridge 52.63,-2.49;
  9 Market Drayton 52.91,-2.49; 10 Newport 52.77,-2.38; 11 Shifnal 52.67,-2.37; 12 Broseley 52.61,-2.48;
  13 Much Wenlock 52.60,-2.56
WR: 1 Worcester 52.20,-2.22; 2 Worcester 52.18,-2.24; 3 Worcester 52.22,-2.22; 4 Worcester 52.20,-2.18;
  5 Worcester 52.17,-2.20; 6 Worcester 52.24,-2.35; 7 Worcester 52.20,-2.08;
  8 Upton-upon-Severn 52.08,-2.21; 9 Droitwich 52.27,-2.15; 10 Pershore 52.11,-2.08; 11 Evesham 52.09,-1.95;
  12 Broadway 52.04,-1.86; 13 Great Malvern 52.11,-2.32; 14 Great Malvern 52.12,-2.32;
  15 Tenbury Wells 52.31,-2.60; 99 Worcester 52.19,-2.22
WS: 1 Walsall 52.59,-1.97; 2 Walsall 52.58,-2.00; 3 Bloxwich 52.62,-2.00; 4 Rushall 52.61,-1.95;
  5 Walsall 52.57,-1.97; 6 Great Wyrley 52.66,-2.01; 7 Burntwood 52.68,-1.91; 8 Brownhills 52.65,-1.93;
  9 Aldridge 52.61,-1.91; 10 Wednesbury 52.55,-2.02; 11 Cannock 52.69,-2.02; 12 Hednesford 52.71,-2.00;
  13,14 Lichfield 52.69,-1.83; 15 Rugeley 52.76,-1.94
WV: 1 Wolverhampton 52.59,-2.13; 2 Wolverhampton 52.57,-2.12; 3 Wolverhampton 52.57,-2.16;
  4 Wolverhampton 52.56,-2.15; 5 Wombourne 52.53,-2.20; 6 Tettenhall 52.60,-2.17; 7 Albrighton 52.64,-2.28;
  8 Codsall 52.63,-2.19; 9 Wolverhampton 52.63,-2.13; 10 Wolverhampton 52.61,-2.11;
  11 Wednesfield 52.61,-2.08; 12 Willenhall 52.59,-2.05; 13 Willenhall 52.59,-2.04; 14 Bilston 52.57,-2.07;
  15 Bridgnorth 52.54,-2.39; 16 Bridgnorth 52.54,-2.42; 98,99 Wolverhampton 52.59,-2.12
`
