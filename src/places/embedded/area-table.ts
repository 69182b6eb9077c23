/**
 * The 124 postcode areas: letters, post town, rough centre of the area in degrees, nation, and for those with an
 * English part the NHS England region most of that part is in. Written from general knowledge, as ./outcodes.ts.
 * The centre is that of the area and not of the town, and where a border runs through an area, that of its English
 * part: half of English postcodes lie within 10 km of it, 95 in a hundred within 32 km.
 *
 * Cumbria's CA and DG are in the North East and Yorkshire, with the integrated care board of North East and North
 * Cumbria; only the south of the county (LA) is in the North West.
 */
export const AREA_ROWS = `
AB Aberdeen 57.25,-2.40 scotland
AL St Albans 51.77,-0.28 england Y61
B Birmingham 52.46,-1.88 england Y60
BA Bath 51.23,-2.45 england Y58
BB Blackburn 53.80,-2.35 england Y62
BD Bradford 53.83,-1.82 england Y63
BH Bournemouth 50.76,-1.90 england Y58
BL Bolton 53.58,-2.41 england Y62
BN Brighton 50.84,-0.09 england Y59
BR Bromley 51.39,0.05 england Y56
BS Bristol 51.43,-2.65 england Y58
BT Belfast 54.60,-6.30 northern-ireland
CA Carlisle 54.72,-3.15 england Y63
CB Cambridge 52.20,0.20 england Y61
CF Cardiff 51.55,-3.30 wales
CH Chester 53.28,-3.00 mixed Y62
CM Chelmsford 51.74,0.38 england Y61
CO Colchester 51.89,0.95 england Y61
CR Croydon 51.36,-0.11 england Y56
CT Canterbury 51.27,1.20 england Y59
CV Coventry 52.39,-1.50 england Y60
CW Crewe 53.17,-2.48 england Y62
DA Dartford 51.43,0.22 england Y59
DD Dundee 56.52,-2.95 scotland
DE Derby 52.92,-1.52 england Y60
DG Dumfries 55.02,-3.04 mixed Y63
DH Durham 54.82,-1.60 england Y63
DL Darlington 54.52,-1.65 england Y63
DN Doncaster 53.54,-0.75 england Y63
DT Dorchester 50.75,-2.43 england Y58
DY Dudley 52.45,-2.17 england Y60
E London 51.54,0.00 england Y56
EC London 51.52,-0.10 england Y56
EH Edinburgh 55.92,-3.25 scotland
EN Enfield 51.67,-0.08 england Y56
EX Exeter 50.82,-3.75 england Y58
FK Falkirk 56.07,-3.85 scotland
FY Blackpool 53.82,-3.02 england Y62
G Glasgow 55.87,-4.27 scotland
GL Gloucester 51.83,-2.19 mixed Y58
GU Guildford 51.23,-0.70 england Y59
GY Guernsey 49.46,-2.57 guernsey
HA Harrow 51.58,-0.33 england Y56
HD Huddersfield 53.65,-1.79 england Y63
HG Harrogate 54.04,-1.54 england Y63
HP Hemel Hempstead 51.72,-0.65 england Y59
HR Hereford 52.06,-2.70 mixed Y60
HS Stornoway 58.00,-6.70 scotland
HU Hull 53.78,-0.36 england Y63
HX Halifax 53.72,-1.89 england Y63
IG Ilford 51.58,0.08 england Y56
IM Douglas 54.20,-4.52 isle-of-man
IP Ipswich 52.20,1.10 england Y61
IV Inverness 57.60,-4.50 scotland
JE Saint Helier 49.20,-2.12 jersey
KA Kilmarnock 55.57,-4.55 scotland
KT Kingston upon Thames 51.37,-0.33 england Y59
KW Kirkwall 58.70,-3.20 scotland
KY Kirkcaldy 56.18,-3.15 scotland
L Liverpool 53.43,-2.93 england Y62
LA Lancaster 54.15,-2.90 england Y62
LD Llandrindod Wells 52.31,-2.99 mixed Y60
LE Leicester 52.64,-1.13 england Y60
LL Llandudno 52.93,-3.02 mixed Y60
LN Lincoln 53.26,-0.35 england Y60
LS Leeds 53.83,-1.54 england Y63
LU Luton 51.89,-0.47 england Y61
M Manchester 53.48,-2.27 england Y62
ME Rochester 51.33,0.58 england Y59
MK Milton Keynes 52.06,-0.68 england Y61
ML Motherwell 55.77,-3.95 scotland
N London 51.58,-0.12 england Y56
NE Newcastle upon Tyne 55.03,-1.65 england Y63
NG Nottingham 53.00,-1.10 england Y60
NN Northampton 52.30,-0.82 england Y60
NP Newport 51.75,-2.64 mixed Y58
NR Norwich 52.65,1.33 england Y61
NW London 51.56,-0.19 england Y56
OL Oldham 53.57,-2.12 england Y62
OX Oxford 51.81,-1.28 england Y59
PA Paisley 55.90,-5.00 scotland
PE Peterborough 52.70,-0.05 england Y61
PH Perth 56.55,-3.80 scotland
PL Plymouth 50.42,-4.40 england Y58
PO Portsmouth 50.80,-1.05 england Y59
PR Preston 53.73,-2.75 england Y62
RG Reading 51.39,-1.03 england Y59
RH Redhill 51.11,-0.22 england Y59
RM Romford 51.55,0.20 england Y56
S Sheffield 53.40,-1.40 england Y63
SA Swansea 51.75,-4.20 wales
SE London 51.46,-0.04 england Y56
SG Stevenage 51.94,-0.20 england Y61
SK Stockport 53.37,-2.09 england Y62
SL Slough 51.52,-0.63 england Y59
SM Sutton 51.37,-0.18 england Y56
SN Swindon 51.50,-1.90 england Y58
SO Southampton 50.95,-1.39 england Y59
SP Salisbury 51.12,-1.75 england Y58
SR Sunderland 54.87,-1.38 england Y63
SS Southend-on-Sea 51.56,0.60 england Y61
ST Stoke-on-Trent 52.97,-2.15 england Y60
SW London 51.46,-0.17 england Y56
SY Shrewsbury 52.65,-2.95 mixed Y60
TA Taunton 51.05,-3.02 england Y58
TD Galashiels 55.75,-2.04 mixed Y63
TF Telford 52.71,-2.47 england Y60
TN Tonbridge 51.08,0.50 england Y59
TQ Torquay 50.45,-3.65 england Y58
TR Truro 50.22,-5.20 england Y58
TS Cleveland 54.58,-1.22 england Y63
TW Twickenham 51.45,-0.38 england Y56
UB Southall 51.52,-0.41 england Y56
W London 51.51,-0.21 england Y56
WA Warrington 53.40,-2.56 england Y62
WC London 51.52,-0.12 england Y56
WD Watford 51.66,-0.39 england Y61
WF Wakefield 53.68,-1.50 england Y63
WN Wigan 53.54,-2.62 england Y62
WR Worcester 52.18,-2.17 england Y60
WS Walsall 52.63,-1.97 england Y60
WV Wolverhampton 52.58,-2.17 england Y60
YO York 54.05,-0.85 england Y63
ZE Lerwick 60.30,-1.25 scotland
`

/**
 * Outcodes in another NHS England region than most of their area. Where a border runs through an outcode it
 * counts for the side with more people.
 */
export const REGION_EXCEPTIONS: Readonly<Record<string, string>> = {
  // What London's boroughs hold of the postcode areas of Kent and Surrey, with Biggin Hill.
  Y56: 'DA5-8 DA14-18 KT1-6 KT9 TN16',
  // Buckinghamshire, Hampshire's west, Oxfordshire's south-west, and what Kent and Surrey hold of London's areas.
  Y59: 'BH24-25 BR8 CR3 CR6 MK18 SM7 SN7 SP6 SP10-11 TW15-20',
  // Buxton and Glossop, Chesterfield and the Hope Valley, Bassetlaw, south Lincolnshire, Oundle,
  // Madeley, Deanshanger, and the edge of Herefordshire.
  Y60: 'CW3 DN10 DN21-22 MK19 NP7 NP25 PE8-12 PE20-25 S18 S21 S32-33 S40-45 S49 S80-81 SK13 SK17 SK22-23',
  // Hertfordshire's west and south, most of Epping Forest, and Thurrock.
  Y61: 'EN6-11 HP1-4 HP23 IG9-10 RM15-20',
  // Malpas is Cheshire.
  Y62: 'SY14',
  // Todmorden is Calderdale.
  Y63: 'OL14',
}
