/** Outcodes of the postcode areas that lie mostly in the North East and Yorkshire. How to read it and where it comes from: ../outcodes.ts. */
export const NORTH_EAST_AND_YORKSHIRE = `
BD: 1,98,99 Bradford 53.79,-1.75; 2 Eccleshill 53.81,-1.73; 3 Bradford 53.80,-1.73; 4 Tong 53.77,-1.71;
  5 Little Horton 53.78,-1.77; 6 Wibsey 53.76,-1.79; 7 Great Horton 53.78,-1.79; 8 Manningham 53.81,-1.78;
  9 Heaton 53.82,-1.80; 10 Idle 53.83,-1.72; 11 Drighlington 53.75,-1.67; 12 Wyke 53.74,-1.76;
  13 Thornton 53.79,-1.85; 14 Clayton 53.78,-1.83; 15 Allerton 53.81,-1.82; 16,97 Bingley 53.84,-1.83;
  17 Shipley 53.83,-1.77; 18 Shipley 53.84,-1.78; 19 Cleckheaton 53.72,-1.71; 20 Keighley 53.90,-1.95;
  21 Keighley 53.87,-1.90; 22 Haworth 53.83,-1.95; 23 Skipton 53.96,-2.02; 24 Settle 54.07,-2.28
CA: 1 Carlisle 54.90,-2.92; 2 Carlisle 54.88,-2.95; 3 Stanwix 54.91,-2.93; 4 Brampton 54.88,-2.82;
  5 Dalston 54.86,-3.02; 6 Longtown 55.01,-2.97; 7 Wigton 54.79,-3.26; 8 Brampton 54.95,-2.73;
  9 Alston 54.81,-2.44; 10 Penrith 54.63,-2.63; 11 Penrith 54.67,-2.76; 12 Keswick 54.60,-3.13;
  13 Cockermouth 54.66,-3.36; 14,95 Workington 54.64,-3.54; 15 Maryport 54.71,-3.50;
  16 Appleby-in-Westmorland 54.58,-2.49; 17 Kirkby Stephen 54.47,-2.35; 18 Ravenglass 54.37,-3.38;
  19 Holmrook 54.39,-3.40; 20 Seascale 54.40,-3.48; 21 Beckermet 54.45,-3.50; 22 Egremont 54.48,-3.53;
  23 Cleator 54.52,-3.50; 24 Moor Row 54.51,-3.54; 25 Cleator Moor 54.52,-3.52; 26 Frizington 54.54,-3.49;
  27 St Bees 54.49,-3.60; 28 Whitehaven 54.55,-3.58
DG: 16 Gretna 55.00,-3.05
DH: 1,97,98,99 Durham 54.78,-1.58; 2 Chester-le-Street 54.86,-1.57; 3 Chester-le-Street 54.85,-1.57;
  4,5 Houghton-le-Spring 54.84,-1.46; 6 Durham 54.78,-1.47; 7 Langley Moor 54.78,-1.63;
  8 Consett 54.85,-1.83; 9 Stanley 54.87,-1.70
DL: 1 Darlington 54.52,-1.54; 2 Darlington 54.52,-1.62; 3 Darlington 54.54,-1.57; 4 Shildon 54.63,-1.64;
  5 Newton Aycliffe 54.62,-1.57; 6 Northallerton 54.35,-1.44; 7 Northallerton 54.34,-1.43;
  8 Leyburn 54.29,-1.80; 9 Catterick Garrison 54.38,-1.72; 10 Richmond 54.40,-1.73; 11 Reeth 54.43,-1.88;
  12 Barnard Castle 54.58,-1.97; 13 Wolsingham 54.74,-1.95; 14 Bishop Auckland 54.66,-1.68;
  15 Crook 54.71,-1.75; 16 Spennymoor 54.70,-1.60; 17 Ferryhill 54.68,-1.55; 98 Darlington 54.52,-1.55
DN: 1 Doncaster 53.52,-1.13; 2 Doncaster 53.53,-1.11; 3 Armthorpe 53.54,-1.05; 4 Doncaster 53.51,-1.12;
  5 Doncaster 53.53,-1.16; 6 Askern 53.59,-1.19; 7 Hatfield 53.58,-1.00; 8 Thorne 53.61,-0.96;
  9 Epworth 53.52,-0.89; 10 Misterton 53.43,-0.92; 11 Tickhill 53.46,-1.11; 12 Conisbrough 53.48,-1.22;
  14 Goole 53.70,-0.88; 15 Scunthorpe 53.60,-0.65; 16 Scunthorpe 53.57,-0.65; 17 Scunthorpe 53.59,-0.72;
  18 Barton upon Humber 53.69,-0.44; 19 Barrow upon Humber 53.67,-0.36; 20 Brigg 53.55,-0.49;
  21 Gainsborough 53.43,-0.70; 22 Retford 53.32,-0.94; 31 Grimsby 53.57,-0.09; 32 Grimsby 53.57,-0.07;
  33 Grimsby 53.54,-0.10; 34 Grimsby 53.56,-0.11; 35 Cleethorpes 53.56,-0.03; 36 Grimsby 53.50,-0.04;
  37 Grimsby 53.54,-0.12; 38 Barnetby le Wold 53.58,-0.41; 39 Ulceby 53.62,-0.32; 40 Immingham 53.61,-0.22;
  41 Grimsby 53.57,-0.18
HD: 1 Huddersfield 53.65,-1.78; 2 Huddersfield 53.67,-1.76; 3 Huddersfield 53.65,-1.84;
  4 Huddersfield 53.62,-1.81; 5 Huddersfield 53.64,-1.75; 6 Brighouse 53.70,-1.78;
  7 Slaithwaite 53.61,-1.88; 8 Huddersfield 53.60,-1.70; 9 Holmfirth 53.57,-1.79
HG: 1 Harrogate 54.00,-1.53; 2 Harrogate 53.98,-1.56; 3 Harrogate 54.02,-1.60; 4 Ripon 54.14,-1.53;
  5 Knaresborough 54.01,-1.47
HU: 1,2 Hull 53.75,-0.34; 3 Hull 53.74,-0.36; 4 Hull 53.74,-0.40; 5 Hull 53.76,-0.38; 6 Hull 53.78,-0.36;
  7 Hull 53.80,-0.32; 8 Hull 53.76,-0.31; 9 Hull 53.75,-0.28; 10 Hull 53.75,-0.44; 11 Aldbrough 53.82,-0.18;
  12 Hedon 53.73,-0.17; 13 Hessle 53.72,-0.44; 14 North Ferriby 53.72,-0.51; 15 Brough 53.73,-0.57;
  16 Cottingham 53.78,-0.42; 17 Beverley 53.85,-0.42; 18 Hornsea 53.91,-0.17; 19 Withernsea 53.73,0.03;
  20 Little Weighton 53.79,-0.50
HX: 1 Halifax 53.72,-1.86; 2 Halifax 53.73,-1.91; 3 Halifax 53.72,-1.84; 4 Elland 53.67,-1.87;
  5 Elland 53.69,-1.84; 6 Sowerby Bridge 53.71,-1.91; 7 Hebden Bridge 53.74,-2.01
LS: 1,78,88,98,99 Leeds 53.80,-1.55; 2 Leeds 53.80,-1.54; 3 Leeds 53.81,-1.56; 4 Burley 53.81,-1.58;
  5 Kirkstall 53.82,-1.60; 6 Headingley 53.82,-1.57; 7 Chapel Allerton 53.82,-1.53; 8 Harehills 53.83,-1.50;
  9 East End Park 53.80,-1.50; 10 Hunslet 53.77,-1.53; 11 Beeston 53.78,-1.56; 12 Armley 53.80,-1.59;
  13 Bramley 53.81,-1.63; 14 Seacroft 53.83,-1.46; 15 Cross Gates 53.80,-1.45; 16 Adel 53.85,-1.60;
  17 Alwoodley 53.85,-1.53; 18 Horsforth 53.84,-1.64; 19 Yeadon 53.86,-1.68; 20 Guiseley 53.88,-1.71;
  21 Otley 53.91,-1.69; 22 Wetherby 53.93,-1.39; 23 Wetherby 53.90,-1.36; 24 Tadcaster 53.88,-1.26;
  25 Garforth 53.78,-1.35; 26 Rothwell 53.75,-1.45; 27 Morley 53.75,-1.60; 28 Pudsey 53.80,-1.67;
  29 Ilkley 53.92,-1.82
NE: 1,85,88,92,98,99 Newcastle upon Tyne 54.97,-1.61; 2 Jesmond 54.99,-1.60; 3 Gosforth 55.01,-1.62;
  4 Fenham 54.98,-1.65; 5 Westerhope 55.00,-1.68; 6 Byker 54.98,-1.57; 7 Heaton 54.99,-1.57;
  8 Gateshead 54.95,-1.60; 9 Low Fell 54.94,-1.59; 10 Felling 54.95,-1.56; 11 Dunston 54.95,-1.66;
  12 Killingworth 55.03,-1.57; 13 Wideopen 55.05,-1.62; 15 Newburn 54.98,-1.73; 16 Whickham 54.93,-1.69;
  17 Chopwell 54.91,-1.81; 18 Stamfordham 55.06,-1.85; 19 Otterburn 55.23,-2.18; 20 Ponteland 55.06,-1.77;
  21 Blaydon 54.96,-1.72; 22 Bedlington 55.13,-1.59; 23 Cramlington 55.09,-1.59; 24 Blyth 55.13,-1.51;
  25 Seaton Delaval 55.07,-1.53; 26 Whitley Bay 55.05,-1.46; 27 Shiremoor 55.03,-1.51;
  28 Wallsend 54.99,-1.53; 29 North Shields 55.01,-1.47; 30 North Shields 55.02,-1.44;
  31 Hebburn 54.97,-1.52; 32 Jarrow 54.98,-1.48; 33 South Shields 54.99,-1.43; 34 South Shields 54.97,-1.42;
  35 Boldon Colliery 54.95,-1.46; 36 East Boldon 54.95,-1.42; 37 Washington 54.91,-1.53;
  38 Washington 54.89,-1.53; 39 Rowlands Gill 54.92,-1.75; 40 Ryton 54.97,-1.78; 41 Wylam 54.98,-1.82;
  42 Prudhoe 54.96,-1.85; 43 Stocksfield 54.94,-1.90; 44 Riding Mill 54.95,-1.98; 45 Corbridge 54.97,-2.02;
  46 Hexham 54.97,-2.10; 47 Haydon Bridge 54.96,-2.27; 48 Bellingham 55.12,-2.25;
  49 Haltwhistle 54.97,-2.46; 61 Morpeth 55.17,-1.69; 62 Choppington 55.15,-1.60; 63 Ashington 55.18,-1.56;
  64 Newbiggin-by-the-Sea 55.18,-1.51; 65 Morpeth 55.29,-1.73; 66 Alnwick 55.41,-1.71;
  67 Chathill 55.54,-1.71; 68 Seahouses 55.58,-1.66; 69 Bamburgh 55.61,-1.71; 70 Belford 55.60,-1.83;
  71 Wooler 55.55,-2.01
S: 1,94,95,96,97,98,99 Sheffield 53.38,-1.47; 2 Heeley 53.36,-1.46; 3 Sheffield 53.39,-1.47;
  4 Pitsmoor 53.40,-1.45; 5 Firth Park 53.42,-1.46; 6 Hillsborough 53.40,-1.51; 7 Nether Edge 53.36,-1.49;
  8 Woodseats 53.34,-1.48; 9 Attercliffe 53.39,-1.42; 10 Crookes 53.38,-1.51; 11 Ecclesall 53.36,-1.51;
  12 Gleadless 53.35,-1.43; 13 Handsworth 53.37,-1.38; 14 Gleadless Valley 53.35,-1.45; 17 Dore 53.32,-1.53;
  18 Dronfield 53.30,-1.46; 20 Mosborough 53.34,-1.35; 21 Eckington 53.31,-1.36; 25 Dinnington 53.37,-1.21;
  26 Aston 53.35,-1.30; 32 Hathersage 53.30,-1.66; 33 Hope 53.35,-1.74; 35 Chapeltown 53.46,-1.47;
  36 Stocksbridge 53.49,-1.58; 40 Chesterfield 53.24,-1.44; 41 Chesterfield 53.26,-1.42;
  42 Chesterfield 53.21,-1.43; 43 Staveley 53.27,-1.33; 44 Bolsover 53.23,-1.29; 45 Clay Cross 53.16,-1.41;
  49 Chesterfield 53.24,-1.42; 60 Rotherham 53.43,-1.37; 61 Rotherham 53.45,-1.40; 62 Rawmarsh 53.46,-1.34;
  63 Wath upon Dearne 53.50,-1.34; 64 Mexborough 53.49,-1.29; 65 Rotherham 53.43,-1.33;
  66 Maltby 53.43,-1.22; 70 Barnsley 53.54,-1.47; 71 Barnsley 53.57,-1.46; 72 Hemsworth 53.59,-1.38;
  73 Wombwell 53.52,-1.41; 74 Hoyland 53.50,-1.45; 75 Barnsley 53.57,-1.51; 80 Worksop 53.31,-1.15;
  81 Worksop 53.32,-1.12
SR: 1,43 Sunderland 54.90,-1.38; 2 Sunderland 54.89,-1.37; 3 Sunderland 54.87,-1.42;
  4 Sunderland 54.90,-1.42; 5 Sunderland 54.92,-1.41; 6 Sunderland 54.92,-1.38; 7 Seaham 54.84,-1.35;
  8 Peterlee 54.76,-1.34
TD: 5 Carham 55.62,-2.29; 9 Kershope 55.11,-2.83; 12 Cornhill-on-Tweed 55.65,-2.22;
  15 Berwick-Upon-Tweed 55.76,-2.01
TS: 1 Middlesbrough 54.57,-1.23; 2 Middlesbrough 54.58,-1.24; 3 Middlesbrough 54.57,-1.20;
  4 Middlesbrough 54.55,-1.22; 5 Middlesbrough 54.55,-1.25; 6 Eston 54.57,-1.14; 7 Nunthorpe 54.53,-1.19;
  8 Hemlington 54.52,-1.22; 9 Stokesley 54.47,-1.19; 10 Redcar 54.62,-1.06;
  11 Marske-by-the-Sea 54.59,-1.02; 12 Saltburn-by-the-Sea 54.56,-0.97; 13 Loftus 54.55,-0.87;
  14 Guisborough 54.53,-1.06; 15 Yarm 54.49,-1.34; 16 Eaglescliffe 54.53,-1.36; 17 Thornaby 54.54,-1.30;
  18 Stockton-on-Tees 54.56,-1.32; 19 Stockton-on-Tees 54.58,-1.34; 20 Norton 54.59,-1.31;
  21 Stockton-on-Tees 54.65,-1.44; 22 Wynyard 54.63,-1.33; 23 Billingham 54.59,-1.29;
  24 Hartlepool 54.69,-1.21; 25 Hartlepool 54.67,-1.21; 26 Hartlepool 54.69,-1.23;
  27 Hartlepool 54.73,-1.28; 28 Wingate 54.73,-1.38; 29 Trimdon 54.71,-1.43
WF: 1 Wakefield 53.69,-1.49; 2 Wakefield 53.67,-1.52; 3 Wakefield 53.72,-1.52; 4 Horbury 53.64,-1.54;
  5 Ossett 53.68,-1.58; 6 Normanton 53.70,-1.42; 7 Pontefract 53.66,-1.34; 8 Pontefract 53.69,-1.31;
  9 Hemsworth 53.62,-1.34; 10 Castleford 53.73,-1.36; 11 Knottingley 53.71,-1.26; 12 Dewsbury 53.68,-1.64;
  13 Dewsbury 53.69,-1.64; 14 Mirfield 53.67,-1.70; 15 Liversedge 53.71,-1.69; 16 Heckmondwike 53.71,-1.68;
  17 Batley 53.70,-1.63; 90 Wakefield 53.68,-1.50
YO: 1,90 York 53.96,-1.08; 7 Thirsk 54.23,-1.34; 8 Selby 53.78,-1.07; 10 York 53.95,-1.06;
  11 Scarborough 54.27,-0.41; 12 Scarborough 54.28,-0.43; 13 Scarborough 54.30,-0.50; 14 Filey 54.21,-0.29;
  15 Bridlington 54.10,-0.18; 16 Bridlington 54.09,-0.21; 17 Malton 54.14,-0.80; 18 Pickering 54.25,-0.77;
  19 York 53.91,-1.02; 21 Whitby 54.47,-0.75; 22 Robin Hood's Bay 54.45,-0.58; 23 York 53.93,-1.09;
  24 York 53.95,-1.12; 25 Driffield 54.01,-0.44; 26 York 53.97,-1.18; 30 York 53.99,-1.11;
  31 York 53.97,-1.06; 32 York 54.00,-1.06; 41 Stamford Bridge 53.96,-0.92; 42 Pocklington 53.93,-0.78;
  43 Market Weighton 53.86,-0.67; 51 Boroughbridge 54.09,-1.40; 60 Sheriff Hutton 54.07,-0.95;
  61 Easingwold 54.12,-1.19; 62 Kirkbymoorside 54.25,-0.99
`
