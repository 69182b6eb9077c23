/** Outcodes of the postcode areas that lie mostly in the South East. How to read it and where it comes from: ../outcodes.ts. */
export const SOUTH_EAST = `
BN: 1 Brighton 50.84,-0.14; 2 Brighton 50.82,-0.11; 3 Hove 50.84,-0.18; 5 Henfield 50.93,-0.27;
  6 Hassocks 50.93,-0.17; 7 Lewes 50.87,0.01; 8 Ringmer 50.89,0.05; 9 Newhaven 50.80,0.06;
  10 Peacehaven 50.79,-0.01; 11,91,99 Worthing 50.82,-0.38; 12 Goring-by-Sea 50.82,-0.42;
  13 Worthing 50.84,-0.41; 14 Worthing 50.84,-0.37; 15 Lancing 50.83,-0.32; 16 Littlehampton 50.82,-0.50;
  17 Littlehampton 50.81,-0.54; 18 Arundel 50.85,-0.55; 20 Eastbourne 50.77,0.26; 21 Eastbourne 50.77,0.27;
  22 Eastbourne 50.80,0.28; 23 Eastbourne 50.79,0.31; 24 Pevensey 50.82,0.34; 25 Seaford 50.77,0.10;
  26 Polegate 50.82,0.22; 27 Hailsham 50.86,0.26; 41 Brighton 50.83,-0.20; 42 Brighton 50.84,-0.20;
  43 Brighton 50.83,-0.23; 44 Steyning 50.89,-0.33; 45 Poynings 50.89,-0.20;
  50,51,52,88,95 Brighton 50.82,-0.14
CT: 1 Canterbury 51.28,1.08; 2 Canterbury 51.29,1.07; 3 Wingham 51.28,1.20; 4 Chartham 51.23,1.02;
  5 Whitstable 51.36,1.03; 6 Herne Bay 51.37,1.13; 7 Birchington 51.37,1.30; 8 Westgate-on-Sea 51.38,1.34;
  9 Margate 51.38,1.39; 10 Broadstairs 51.36,1.44; 11 Ramsgate 51.34,1.42; 12 Minster 51.34,1.34;
  13 Sandwich 51.27,1.34; 14 Deal 51.22,1.40; 15 Dover 51.17,1.30; 16 Dover 51.14,1.31; 17 Dover 51.13,1.30;
  18 Hawkinge 51.10,1.14; 19 Folkestone 51.09,1.17; 20 Folkestone 51.08,1.15; 21 Hythe 51.07,1.08;
  50 Folkestone 51.08,1.17
DA: 1 Dartford 51.45,0.21; 2 Dartford 51.43,0.24; 3 Longfield 51.40,0.30; 4 South Darenth 51.40,0.23;
  5 Bexley 51.44,0.15; 6 Bexleyheath 51.45,0.14; 7 Bexleyheath 51.47,0.14; 8 Erith 51.48,0.17;
  9 Swanscombe 51.45,0.31; 10 Greenhithe 51.45,0.28; 11 Northfleet 51.44,0.34; 12 Gravesend 51.43,0.38;
  13 Meopham 51.38,0.36; 14 Sidcup 51.42,0.11; 15 Sidcup 51.44,0.10; 16 Welling 51.46,0.11;
  17 Belvedere 51.49,0.15; 18 Thamesmead 51.49,0.14
GU: 1 Guildford 51.24,-0.56; 2 Guildford 51.24,-0.59; 3 Guildford 51.25,-0.64; 4 Guildford 51.24,-0.55;
  5 Shere 51.21,-0.50; 6 Cranleigh 51.14,-0.48; 7 Godalming 51.19,-0.61; 8 Milford 51.15,-0.64;
  9 Farnham 51.21,-0.80; 10 Farnham 51.19,-0.80; 11 Aldershot 51.25,-0.76; 12 Ash 51.25,-0.73;
  14 Farnborough 51.29,-0.76; 15 Camberley 51.34,-0.74; 16 Frimley 51.31,-0.73; 17 Yateley 51.33,-0.79;
  18 Lightwater 51.35,-0.67; 19 Bagshot 51.36,-0.69; 20 Windlesham 51.37,-0.65; 21 Woking 51.32,-0.57;
  22 Woking 51.31,-0.56; 23 Send 51.29,-0.51; 24 Woking 51.31,-0.64; 25 Virginia Water 51.40,-0.57;
  26 Hindhead 51.12,-0.74; 27 Haslemere 51.09,-0.71; 28 Petworth 50.99,-0.61; 29 Midhurst 50.99,-0.74;
  30 Liphook 51.08,-0.80; 31 Petersfield 51.00,-0.94; 32 Petersfield 51.00,-0.93; 33 Liss 51.04,-0.89;
  34 Alton 51.15,-0.97; 35 Bordon 51.11,-0.86; 46 Yateley 51.34,-0.83; 47 Sandhurst 51.35,-0.79;
  51 Fleet 51.28,-0.84; 52 Church Crookham 51.26,-0.85
HP: 1 Hemel Hempstead 51.76,-0.48; 2 Hemel Hempstead 51.76,-0.45; 3 Hemel Hempstead 51.74,-0.45;
  4 Berkhamsted 51.76,-0.57; 5 Chesham 51.70,-0.60; 6 Amersham 51.68,-0.60; 7 Amersham 51.67,-0.64;
  8 Chalfont St Giles 51.63,-0.57; 9 Beaconsfield 51.61,-0.65; 10 High Wycombe 51.61,-0.69;
  11 High Wycombe 51.62,-0.75; 12 High Wycombe 51.64,-0.76; 13 High Wycombe 51.64,-0.74;
  14 High Wycombe 51.66,-0.81; 15 Hazlemere 51.65,-0.71; 16 Great Missenden 51.70,-0.71;
  17 Aylesbury 51.77,-0.84; 18 Long Crendon 51.82,-1.00; 19 Aylesbury 51.82,-0.83; 20 Aylesbury 51.82,-0.80;
  21 Aylesbury 51.81,-0.80; 22 Aylesbury 51.80,-0.76; 23 Tring 51.79,-0.66;
  27 Princes Risborough 51.73,-0.83
KT: 1 Kingston upon Thames 51.41,-0.30; 2 Kingston upon Thames 51.42,-0.29; 3 New Malden 51.40,-0.26;
  4 Worcester Park 51.38,-0.24; 5 Surbiton 51.39,-0.29; 6 Surbiton 51.39,-0.31; 7 Thames Ditton 51.39,-0.34;
  8 East Molesey 51.40,-0.35; 9 Chessington 51.36,-0.30; 10 Esher 51.37,-0.37; 11 Cobham 51.33,-0.41;
  12 Walton-on-Thames 51.39,-0.41; 13 Weybridge 51.37,-0.46; 14 West Byfleet 51.34,-0.49;
  15 Addlestone 51.36,-0.48; 16 Chertsey 51.39,-0.51; 17 Epsom 51.34,-0.26; 18 Epsom 51.32,-0.27;
  19 Epsom 51.35,-0.26; 20 Tadworth 51.29,-0.24; 21 Ashtead 51.31,-0.30; 22 Leatherhead 51.30,-0.33;
  23 Leatherhead 51.28,-0.37; 24 Leatherhead 51.26,-0.43
ME: 1 Rochester 51.38,0.50; 2 Strood 51.40,0.48; 3 Hoo 51.43,0.56; 4 Chatham 51.38,0.53;
  5 Chatham 51.35,0.52; 6 Snodland 51.32,0.43; 7 Gillingham 51.38,0.55; 8 Rainham 51.36,0.61;
  9 Sittingbourne 51.32,0.70; 10 Sittingbourne 51.34,0.73; 11 Queenborough 51.42,0.74;
  12 Sheerness 51.42,0.81; 13 Faversham 51.31,0.89; 14 Maidstone 51.27,0.54; 15 Maidstone 51.26,0.56;
  16 Maidstone 51.27,0.50; 17 Maidstone 51.24,0.61; 18 Wateringbury 51.25,0.42; 19 West Malling 51.29,0.41;
  20 Aylesford 51.30,0.48
OX: 1 Oxford 51.74,-1.25; 2 Oxford 51.76,-1.28; 3 Headington 51.76,-1.21; 4 Cowley 51.73,-1.21;
  5 Kidlington 51.82,-1.29; 7 Chipping Norton 51.94,-1.55; 9 Thame 51.75,-0.98; 10 Wallingford 51.60,-1.12;
  11 Didcot 51.61,-1.24; 12 Wantage 51.59,-1.43; 13 Abingdon 51.67,-1.36; 14 Abingdon 51.67,-1.28;
  15 Banbury 52.03,-1.38; 16 Banbury 52.06,-1.34; 17 Middleton Cheney 52.09,-1.30; 18 Carterton 51.76,-1.59;
  20 Woodstock 51.85,-1.35; 25 Bicester 51.93,-1.23; 26 Bicester 51.90,-1.15; 27 Bicester 51.92,-1.12;
  28 Witney 51.78,-1.49; 29 Witney 51.78,-1.45; 33 Oxford 51.76,-1.13; 39 Chinnor 51.70,-0.91;
  44 Oxford 51.67,-1.16; 49 Watlington 51.64,-1.01
PO: 1 Portsmouth 50.80,-1.09; 2 Portsmouth 50.82,-1.08; 3 Portsmouth 50.82,-1.06; 4 Southsea 50.79,-1.06;
  5 Southsea 50.79,-1.09; 6 Cosham 50.85,-1.07; 7 Waterlooville 50.89,-1.04; 8 Horndean 50.91,-1.00;
  9 Havant 50.86,-0.99; 10 Emsworth 50.85,-0.94; 11 Hayling Island 50.79,-0.98; 12 Gosport 50.80,-1.14;
  13 Lee-on-the-Solent 50.81,-1.19; 14 Fareham 50.84,-1.19; 15 Fareham 50.86,-1.22;
  16 Portchester 50.86,-1.14; 17 Wickham 50.89,-1.17; 18 Chichester 50.86,-0.77; 19 Chichester 50.84,-0.78;
  20 Selsey 50.80,-0.78; 21 Bognor Regis 50.78,-0.68; 22 Bognor Regis 50.80,-0.65;
  24 Portsmouth 50.80,-1.08; 30 Newport 50.69,-1.30; 31 Cowes 50.76,-1.30; 32 East Cowes 50.76,-1.29;
  33 Ryde 50.73,-1.16; 34 Seaview 50.72,-1.12; 35 Bembridge 50.69,-1.08; 36 Sandown 50.65,-1.16;
  37 Shanklin 50.63,-1.18; 38 Ventnor 50.59,-1.21; 39 Totland 50.68,-1.54; 40 Freshwater 50.68,-1.53;
  41 Yarmouth 50.70,-1.49
RG: 1 Reading 51.45,-0.96; 2 Reading 51.42,-0.94; 4 Caversham 51.48,-0.97; 5 Woodley 51.45,-0.90;
  6 Earley 51.43,-0.93; 7 Theale 51.39,-1.05; 8 Goring 51.50,-1.11; 9 Henley-on-Thames 51.53,-0.90;
  10 Twyford 51.48,-0.86; 12 Bracknell 51.41,-0.74; 14 Newbury 51.40,-1.32; 17 Hungerford 51.42,-1.52;
  18 Thatcham 51.45,-1.25; 19 Thatcham 51.40,-1.26; 20 Newbury 51.41,-1.33; 21 Basingstoke 51.27,-1.08;
  22 Basingstoke 51.25,-1.11; 23 Basingstoke 51.26,-1.14; 24 Basingstoke 51.28,-1.07;
  25 Basingstoke 51.24,-1.16; 26 Tadley 51.35,-1.13; 27 Hook 51.29,-0.93; 28 Whitchurch 51.23,-1.34;
  29 Hook 51.26,-0.96; 30 Tilehurst 51.45,-1.01; 31 Tilehurst 51.46,-1.04; 40 Wokingham 51.40,-0.85;
  41 Wokingham 51.41,-0.85; 42 Bracknell 51.42,-0.75; 45 Crowthorne 51.37,-0.79
RH: 1 Redhill 51.24,-0.17; 2 Reigate 51.24,-0.21; 3 Betchworth 51.23,-0.27; 4 Dorking 51.22,-0.34;
  5 Dorking 51.18,-0.36; 6 Horley 51.17,-0.16; 7 Lingfield 51.18,-0.02; 8 Oxted 51.26,-0.01;
  9 Godstone 51.25,-0.07; 10 Crawley 51.11,-0.16; 11 Crawley 51.10,-0.20; 12 Horsham 51.06,-0.32;
  13 Horsham 51.04,-0.33; 14 Billingshurst 51.02,-0.45; 15 Burgess Hill 50.96,-0.13;
  16 Haywards Heath 51.00,-0.10; 17 Haywards Heath 51.04,-0.12; 18 Forest Row 51.07,0.02;
  19 East Grinstead 51.12,-0.01; 20 Storrington 50.94,-0.47; 77 Crawley 51.11,-0.19
SL: 0 Iver 51.50,-0.50; 1 Slough 51.51,-0.61; 2 Slough 51.54,-0.60; 3 Slough 51.50,-0.56;
  4 Windsor 51.48,-0.60; 5 Ascot 51.41,-0.65; 6,60 Maidenhead 51.52,-0.72; 7 Marlow 51.57,-0.77;
  8 Bourne End 51.58,-0.71; 9 Gerrards Cross 51.59,-0.56; 95 Slough 51.51,-0.59
SO: 14,97 Southampton 50.91,-1.40; 15 Southampton 50.92,-1.42; 16 Southampton 50.94,-1.43;
  17 Southampton 50.93,-1.39; 18 Southampton 50.92,-1.36; 19 Southampton 50.90,-1.35; 20 Romsey 51.10,-1.54;
  21 Winchester 51.09,-1.26; 22 Winchester 51.07,-1.34; 23 Winchester 51.07,-1.31; 24 Alresford 51.09,-1.16;
  25 Winchester 51.07,-1.32; 30 Hedge End 50.91,-1.30; 31 Locks Heath 50.87,-1.29;
  32 Bishop's Waltham 50.95,-1.22; 40 Totton 50.91,-1.50; 41 Lymington 50.75,-1.57;
  42 Brockenhurst 50.82,-1.57; 43 Lyndhurst 50.87,-1.58; 45 Hythe 50.85,-1.39; 50 Eastleigh 50.97,-1.35;
  51 Romsey 50.99,-1.50; 52 North Baddesley 50.98,-1.44; 53 Chandler's Ford 50.98,-1.38
TN: 1 Tunbridge Wells 51.14,0.26; 2 Tunbridge Wells 51.14,0.29; 3 Tunbridge Wells 51.11,0.21;
  4 Tunbridge Wells 51.14,0.25; 5 Wadhurst 51.06,0.34; 6 Crowborough 51.06,0.16; 7 Hartfield 51.10,0.11;
  8 Edenbridge 51.19,0.07; 9 Tonbridge 51.20,0.28; 10 Tonbridge 51.20,0.27; 11 Tonbridge 51.21,0.25;
  12 Staplehurst 51.17,0.45; 13 Sevenoaks 51.28,0.19; 14 Sevenoaks 51.26,0.16; 15 Sevenoaks 51.28,0.25;
  16 Westerham 51.29,0.05; 17 Cranbrook 51.09,0.53; 18 Hawkhurst 51.04,0.51; 19 Etchingham 51.00,0.44;
  20 Mayfield 51.02,0.26; 21 Heathfield 50.97,0.26; 22 Uckfield 50.97,0.10; 23 Ashford 51.13,0.87;
  24 Ashford 51.15,0.87; 25 Ashford 51.17,0.93; 26 Ashford 51.10,0.82; 27 Ashford 51.17,0.74;
  28 New Romney 50.99,0.94; 29 Dymchurch 50.99,0.94; 30 Tenterden 51.07,0.69; 31 Rye 50.95,0.73;
  32 Robertsbridge 50.99,0.47; 33 Battle 50.92,0.48; 34 Hastings 50.86,0.60; 35 Hastings 50.87,0.60;
  36 Winchelsea 50.92,0.70; 37 St Leonards-on-Sea 50.86,0.56; 38 St Leonards-on-Sea 50.86,0.54;
  39 Bexhill-on-Sea 50.85,0.46; 40 Bexhill-on-Sea 50.84,0.48
`
