/** Outcodes of the postcode areas that lie mostly in the South West. How to read it and where it comes from: ../outcodes.ts. */
export const SOUTH_WEST = `
BA: 1 Bath 51.39,-2.36; 2 Bath 51.37,-2.36; 3 Radstock 51.29,-2.46; 4 Shepton Mallet 51.19,-2.55;
  5 Wells 51.21,-2.65; 6 Glastonbury 51.15,-2.72; 7 Castle Cary 51.09,-2.51; 8 Templecombe 51.00,-2.42;
  9 Wincanton 51.06,-2.41; 10 Bruton 51.11,-2.45; 11 Frome 51.23,-2.32; 12 Warminster 51.20,-2.18;
  13 Westbury 51.26,-2.19; 14 Trowbridge 51.32,-2.21; 15 Bradford-on-Avon 51.35,-2.25;
  16 Street 51.12,-2.74; 20 Yeovil 50.94,-2.64; 21 Yeovil 50.94,-2.62; 22 Yeovil 50.95,-2.64
BH: 1 Bournemouth 50.72,-1.86; 2 Bournemouth 50.72,-1.89; 3 Winton 50.74,-1.88; 4 Branksome 50.72,-1.91;
  5 Boscombe 50.72,-1.83; 6 Southbourne 50.73,-1.80; 7 Bournemouth 50.75,-1.80; 8 Bournemouth 50.74,-1.86;
  9 Moordown 50.75,-1.88; 10 Kinson 50.76,-1.90; 11 Wallisdown 50.75,-1.91; 12 Parkstone 50.73,-1.93;
  13 Sandbanks 50.70,-1.93; 14 Lilliput 50.72,-1.95; 15 Poole 50.72,-1.98; 16 Upton 50.73,-2.03;
  17 Poole 50.75,-1.98; 18 Broadstone 50.76,-1.99; 19 Swanage 50.61,-1.96; 20 Wareham 50.69,-2.11;
  21 Wimborne Minster 50.78,-1.98; 22 Ferndown 50.81,-1.90; 23 Christchurch 50.74,-1.79;
  24 Ringwood 50.85,-1.79; 25 New Milton 50.76,-1.67; 31 Verwood 50.88,-1.87
BS: 1,98,99 Bristol 51.45,-2.59; 2 St Pauls 51.46,-2.58; 3 Bedminster 51.44,-2.60; 4 Knowle 51.43,-2.56;
  5 Easton 51.46,-2.55; 6 Redland 51.47,-2.60; 7 Horfield 51.49,-2.58; 8 Clifton 51.46,-2.62;
  9 Stoke Bishop 51.48,-2.63; 10 Southmead 51.51,-2.61; 11 Avonmouth 51.50,-2.68; 13 Hartcliffe 51.41,-2.61;
  14 Hengrove 51.41,-2.57; 15 Kingswood 51.46,-2.50; 16 Fishponds 51.49,-2.51; 20 Portishead 51.48,-2.77;
  21 Clevedon 51.44,-2.86; 22 Weston-super-Mare 51.36,-2.93; 23 Weston-super-Mare 51.34,-2.97;
  24 Weston-super-Mare 51.32,-2.96; 25 Winscombe 51.33,-2.83; 26 Axbridge 51.28,-2.81;
  27 Cheddar 51.28,-2.78; 28 Wedmore 51.23,-2.81; 29 Banwell 51.33,-2.87; 30 Warmley 51.44,-2.47;
  31 Keynsham 51.41,-2.50; 32 Thornbury 51.54,-2.57; 34 Stoke Gifford 51.53,-2.55; 35 Thornbury 51.61,-2.52;
  36 Frampton Cotterell 51.53,-2.48; 37 Yate 51.54,-2.42; 39 Paulton 51.31,-2.53; 40 Chew Magna 51.34,-2.65;
  41 Long Ashton 51.42,-2.66; 48 Backwell 51.42,-2.75; 49 Yatton 51.38,-2.81
DT: 1 Dorchester 50.72,-2.43; 2 Dorchester 50.73,-2.42; 3 Weymouth 50.65,-2.47; 4 Weymouth 50.61,-2.46;
  5 Portland 50.55,-2.44; 6 Bridport 50.73,-2.76; 7 Lyme Regis 50.73,-2.93; 8 Beaminster 50.81,-2.74;
  9 Sherborne 50.95,-2.52; 10 Sturminster Newton 50.93,-2.31; 11 Blandford Forum 50.86,-2.16
EX: 1 Exeter 50.73,-3.52; 2 Exeter 50.71,-3.51; 3 Exeter 50.69,-3.47; 4 Exeter 50.73,-3.54;
  5 Broadclyst 50.77,-3.44; 6 Kenton 50.66,-3.58; 7 Dawlish 50.58,-3.47; 8 Exmouth 50.62,-3.40;
  9 Budleigh Salterton 50.63,-3.32; 10 Sidmouth 50.69,-3.24; 11 Ottery St Mary 50.75,-3.27;
  12 Seaton 50.71,-3.07; 13 Axminster 50.78,-3.00; 14 Honiton 50.80,-3.19; 15 Cullompton 50.86,-3.39;
  16 Tiverton 50.90,-3.49; 17 Crediton 50.81,-3.70; 18 Chulmleigh 50.91,-3.87; 19 Winkleigh 50.86,-3.95;
  20 Okehampton 50.74,-4.00; 21 Beaworthy 50.78,-4.18; 22 Holsworthy 50.81,-4.35; 23 Bude 50.82,-4.54;
  24 Colyton 50.74,-3.07; 31 Barnstaple 51.06,-4.06; 32 Barnstaple 51.05,-4.03; 33 Braunton 51.11,-4.16;
  34 Ilfracombe 51.21,-4.11; 35 Lynton 51.23,-3.84; 36 South Molton 51.02,-3.83; 37 Umberleigh 50.97,-3.97;
  38 Great Torrington 50.95,-4.14; 39 Bideford 51.02,-4.21
GL: 1 Gloucester 51.86,-2.24; 2 Gloucester 51.88,-2.25; 3 Gloucester 51.87,-2.21; 4 Gloucester 51.84,-2.22;
  5 Stroud 51.74,-2.23; 6 Nailsworth 51.72,-2.20; 7 Cirencester 51.71,-1.89; 8 Tetbury 51.64,-2.16;
  9 Badminton 51.56,-2.31; 10 Stonehouse 51.75,-2.28; 11 Dursley 51.67,-2.39;
  12 Wotton-under-Edge 51.63,-2.35; 13 Berkeley 51.69,-2.46; 14 Cinderford 51.82,-2.50;
  15 Lydney 51.73,-2.53; 16 Coleford 51.80,-2.61; 17 Mitcheldean 51.86,-2.51; 18 Newent 51.93,-2.40;
  19 Hartpury 51.93,-2.30; 20 Tewkesbury 51.99,-2.16; 50 Cheltenham 51.89,-2.09; 51 Cheltenham 51.90,-2.11;
  52 Cheltenham 51.90,-2.05; 53 Cheltenham 51.88,-2.07; 54 Bourton-on-the-Water 51.91,-1.85;
  55 Chipping Campden 52.05,-1.78; 56 Moreton in Marsh 51.99,-1.70
NP: 7 Clodock 51.94,-2.98; 16 Tutshill 51.65,-2.66; 25 Welsh Newton 51.86,-2.73
PL: 1 Plymouth 50.37,-4.15; 2 Plymouth 50.39,-4.16; 3 Plymouth 50.39,-4.13; 4 Plymouth 50.37,-4.13;
  5 Plymouth 50.41,-4.16; 6 Plymouth 50.42,-4.12; 7 Plympton 50.39,-4.05; 8 Newton Ferrers 50.33,-4.05;
  9 Plymstock 50.36,-4.09; 10 Torpoint 50.36,-4.22; 11 Torpoint 50.37,-4.27; 12 Saltash 50.41,-4.23;
  13 Looe 50.36,-4.45; 14 Liskeard 50.45,-4.47; 15 Launceston 50.64,-4.36; 16 Lifton 50.65,-4.28;
  17 Callington 50.50,-4.31; 18 Calstock 50.51,-4.24; 19 Tavistock 50.55,-4.14; 20 Yelverton 50.49,-4.08;
  21 Ivybridge 50.39,-3.92; 22 Lostwithiel 50.41,-4.67; 23 Fowey 50.34,-4.64; 24 Par 50.35,-4.70;
  25 St Austell 50.34,-4.77; 26 St Austell 50.30,-4.83; 27 Wadebridge 50.52,-4.84; 28 Padstow 50.54,-4.94;
  29 Port Isaac 50.59,-4.82; 30 Bodmin 50.50,-4.71; 31 Bodmin 50.47,-4.72; 32 Camelford 50.62,-4.68;
  33 Delabole 50.62,-4.73; 34 Tintagel 50.66,-4.75; 35 Boscastle 50.69,-4.68; 95 Plymouth 50.37,-4.14
SN: 1,38,80,99 Swindon 51.56,-1.78; 2 Swindon 51.58,-1.79; 3 Swindon 51.58,-1.74; 4 Swindon 51.53,-1.80;
  5 Swindon 51.56,-1.83; 6 Cricklade 51.64,-1.77; 7 Faringdon 51.66,-1.59; 8 Marlborough 51.42,-1.73;
  9 Pewsey 51.34,-1.77; 10 Devizes 51.35,-1.99; 11 Calne 51.44,-2.01; 12 Melksham 51.37,-2.14;
  13 Corsham 51.43,-2.18; 14 Chippenham 51.48,-2.15; 15 Chippenham 51.46,-2.09; 16 Malmesbury 51.58,-2.10;
  25 Swindon 51.60,-1.80; 26 Blunsdon 51.61,-1.79
SP: 1 Salisbury 51.07,-1.80; 2 Salisbury 51.08,-1.82; 3 Tisbury 51.10,-2.00; 4 Amesbury 51.17,-1.75;
  5 Salisbury 51.02,-1.77; 6 Fordingbridge 50.93,-1.79; 7 Shaftesbury 51.01,-2.19; 8 Gillingham 51.04,-2.28;
  9 Tidworth 51.24,-1.66; 10 Andover 51.21,-1.49; 11 Andover 51.21,-1.54
TA: 1 Taunton 51.02,-3.11; 2 Taunton 51.04,-3.10; 3 Taunton 50.99,-3.08; 4 Wiveliscombe 51.09,-3.25;
  5 Bridgwater 51.14,-3.07; 6 Bridgwater 51.13,-3.00; 7 Bridgwater 51.13,-2.91;
  8 Burnham-on-Sea 51.24,-3.00; 9 Highbridge 51.23,-2.97; 10 Langport 51.04,-2.83; 11 Somerton 51.05,-2.73;
  12 Martock 50.97,-2.77; 13 South Petherton 50.95,-2.81; 14 Stoke-sub-Hamdon 50.95,-2.74;
  15 Montacute 50.95,-2.72; 16 Merriott 50.91,-2.80; 17 Hinton St George 50.91,-2.83;
  18 Crewkerne 50.88,-2.80; 19 Ilminster 50.93,-2.91; 20 Chard 50.87,-2.97; 21 Wellington 50.98,-3.23;
  22 Dulverton 51.04,-3.55; 23 Watchet 51.18,-3.33; 24 Minehead 51.20,-3.48
TQ: 1 Torquay 50.47,-3.54; 2 Torquay 50.48,-3.53; 3 Paignton 50.44,-3.57; 4 Paignton 50.42,-3.57;
  5 Brixham 50.39,-3.52; 6 Dartmouth 50.35,-3.58; 7 Kingsbridge 50.28,-3.78; 8 Salcombe 50.24,-3.77;
  9 Totnes 50.43,-3.68; 10 South Brent 50.43,-3.83; 11 Buckfastleigh 50.48,-3.78;
  12 Newton Abbot 50.54,-3.62; 13 Newton Abbot 50.59,-3.73; 14 Teignmouth 50.55,-3.50
TR: 1 Truro 50.27,-5.05; 2 Truro 50.26,-4.97; 3 Truro 50.22,-5.07; 4 Truro 50.28,-5.11;
  5 St Agnes 50.31,-5.20; 6 Perranporth 50.34,-5.16; 7 Newquay 50.41,-5.07; 8 Newquay 50.38,-5.02;
  9 St Columb 50.43,-4.94; 10 Penryn 50.17,-5.10; 11 Falmouth 50.15,-5.07; 12 Helston 50.03,-5.18;
  13 Helston 50.10,-5.27; 14 Camborne 50.21,-5.30; 15 Redruth 50.23,-5.22; 16 Redruth 50.23,-5.20;
  17 Marazion 50.12,-5.45; 18 Penzance 50.12,-5.54; 19 St Just 50.10,-5.65; 20 Ludgvan 50.13,-5.50;
  21 St Mary's 49.92,-6.30; 22 St Agnes 49.89,-6.34; 23 Bryher 49.95,-6.35; 24 Tresco 49.95,-6.33;
  25 St Martin's 49.96,-6.29; 26 St Ives 50.21,-5.49; 27 Hayle 50.18,-5.42
`
