/** Data for finding titles in sentences: words that are usually just words, and the words around a title that say it is one. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Everyday English that also names anime (Another, Monster, Orange, Air, Given, Free, Blue, Noir ...) or that typing lists are full of.
 * Alone, such a word is a title only when it is quoted, capitalised inside a sentence, or follows a cue.
 */
export const ordinaryWords = words(`
a able about above accept across act action actually add added adding adult adventure adventures afraid after afternoon afterwards again age ago ahead air airing alive all alone
along already also although always am amazing among an and angel angels anger angry animal animals animation anime animes announced another answer any anybody anymore anyone anything
anyway anywhere apart appears apple april are area arm army around art as ask asked asking at attack august author autumn available average avoid awake away awesome baby back bad
ball band bar base based basic basically battle be beach beast beautiful beauty because become becomes becoming bed been before begin beginning behind being believe below best better between beyond big
bigger bird birds birthday bit bitter black blade blah blood bloody blue board boat body bomb bond book books boring born both bottom bounce box boy boyfriend boys brain brave bread break bring
broken brother brothers brought brown brutal btw build burn bus business busy but butterfly buy by cake call called came can candy cannot capital captain car card care career cars case cast castle
cat catch cats caught cause center central century certain chance change changed chaos character characters charm cheap check cheese cherry chief child childhood children chill chocolate choice
choose christmas church circle city clannish class classic classics clean clear clever clock close closed clothes cloud club coach code coffee cold collection college color colour comb come comedy comes comfy coming
common company compare comparison complete completed completely complex computer con confused cook cooking cool core corner correct cost could council count country couple course court cover cozy crazy
create created creepy crime cross crow crown cruel cry cult culture cup curious current currently curse cut cute daily dad dance dancing danger dangerous dark darker darkest date daughter day days dead deal
dear death december decent decide deep definitely delete demon demons depressing design desert desire destiny detail detailed details detective development devil diamond diary did die died different difficult dinner
directed direction director dirty disagree do doctor does dog dogs doing doll dolls done dont door double doubt down dragon dragons drama draw dream dreams dress drink drive drop dropped dropping dry dub dubbed due during
dust duty each ear early earlier earth easily east easy eat ecchi edge education egg eight either element elements eleven else emotional empire empty end ended ending endings endless enemy energy english enjoy enjoyed enough
enter entertaining entire entry ep epic episode episodes eps equal era escape especially etc eternal even evening event ever every everybody everyday everyone everything everywhere evil exact exactly example
excellent except excited exciting exist expect experience explain explained explore export extra extreme eye eyes face fact fairy faith fall falling false family famous fan fans fantastic fantasy far farm fast fate father fault favor
favorite favorites favourite favourites fear feature february feel feeling feelings feels fellow felt female festival few fewer fiction fight fighter fighting fights figure file fill film films final finally find finding fine finish finished finishing fire
first fish fit five fix flag flame flash flat floor flow flower flowers fly flying focus focused follow food fool foot for force foreign forest forever forget form former forward found four free freedom fresh friday
friend friends friendship from front fruit full fully fun funnier funniest funny further future gaiden gain game games gang garden gate gave gem gems general generation genius genre genres gentle get gets getting ghost ghosts giant gift
girl girlfriend girls give given gives giving glass go goal god gods goes going gold golden gone gonna good goodbye gore got gotta gotten grade grand grass gray great greatest green grew grey group grow growing grown guess guide gun guns
guy guys had hair half hall hand hands happen happened happens happy hard hardly harem has hate hated have havent having he head hear heard heart hearts heat heaven heavy held hell hello help helped her here heres hero heroes hers hey hi
hidden hide high higher highest highly hill him himself his historical history hit hold holiday home honest honestly honey hope horror horse hospital hot hotel hour hours house how however huge human humans humor hundred hungry hunt hunter
hurt husband i ice idea ideas idk idol idols if ill im imagine import important impossible in include including indeed info information inside instead intense interest interested interesting into introduce iron is isekai island isnt issue it item its itself ive
january japan japanese jazz job join joke journey joy judge july jump june junior just keep keeps kept key kick kid kids kill killed killer killing kind kinda kinds king kingdom kiss kitchen knew knife knight knights know known knows lack lady laid lain land language
large last lately later latest laugh law lead leader leads learn least leave leaves led left leg legal legend less lesser let lets letter letters level library lie life light lighthearted like liked likely likes line lines link lion list listed listen lists literally little live lived lives living
load local lol lonely long longer longest look looked looking looks lord lose loss lost lot lots loud love loved lovely lover lovers loves low lower luck lucky lunch machine mad made magic magical main mainly major make makes making male man manga many map march mark marked market marriage married
mask master match material matter mature may maybe me mean means meant meat mecha media medical meet meeting member memories memory men mention mentioned message met metal middle might military milk mind mine minimum minor minute minutes mirror miss missed missing mission mix modern moment moments monday money monster
monsters month months mood moon more morning most mostly mother mountain mouth move moved movie movies moving much murder music must my myself mysteries mysterious mystery myth name named names nana nature near nearly necessary need needed needs neither nerd never new newer newest news next nice night nightmare nights
nine no nobody noir none nope nor normal north not note nothing notice november now nowhere number numbers obviously ocean october odd of off offer office often oh ok okay old older oldest on once one ones online only onto op open opening openings opinion opposite option options or orange order ordinary original
other others otherwise our ours out outer outside ova over overall overrated own page pain paint pair paper paradise parents park part parts party pass past path pause paused peace people per perfect perfectly perhaps period person personal pet phantom phone pick picked picture pictures piece pink pirate pirates place places plan
planet plans plastic play played player players playing please pleased pleasure plot plus point police pop popular position possible possibly post pots power powerful powers practice prefer preferably preference preferences present pretty prevent previous price pride prince princess prison private probably problem
problems process production program progress project promise protagonist proud public pull pure purple purpose push put quality queen quest question questions quick quickly quiet quit quite race racing radio rain rainbow random range rank ranked ranking rate rated rather rating ratings reach read reading ready real realistic reality realize
really reason reasons reborn recap recent recently recommend recommendation recommendations recommended record red redo regular related relationship relationships relax relaxed relaxing release released remember reminded remote remove removed repeat requiem request rest result results return review reviews revolution rewatch rewatching rich ride right ring rise river road
robot robots rock role roll romance romantic room rose round route row royal rule rules run running sad sadder sadly safe said saint same samurai sand saturday save saw say saying says scale scare scared scary scene scenes school schools sci science scientist score scored scores sea search season seasonal seasons second secret secrets see
seeing seem seems seen seinen self sell send sense separate september sequel sequels serious seriously service set setting settings seven several sex shadow shadows shall shame share sharp she shelter shine ship shoot shop short shorter shortest shorts shot should shoujo shounen show showed shown shows shut shy sick side sides sign silent silly silver
similar simple since sing singer singing single sir sister sisters sit site six size skill skip sky slave sleep slice slightly slow slowly small smart smile smiling snow so social society sol soft sold soldier some somebody somehow someone something sometimes somewhere son song songs soon sorry sort soul souls sound sounds south space
speak special specials speed spend spirit spirits spoil spoiler spoilers sport sports spot spring stage stand standard star stars start started starting starts state station status stay step stick still stop stopped store stories storm story straight strange stranger strawberry streaming street strong stronger student students studio studios
study stuff stupid style sub subbed subtitles such suddenly sugar suggest suggested suggestion suggestions summer sun sunday sunny super superpowers supernatural support supposed sure surprise surprised survival survive suspense sweet sword swords system table take taken takes taking tale talent talk talking taste tea teacher team tears tell telling
ten tends terms terrible test text than thank thanks that thats the their them theme themes then there theres these they thing things think thinking third this those though thought thousand three thrill thriller through throughout throw thursday thus ticket tiger tightly till time times tired title titles to today together told tomorrow tone
tonight too took top topic total touch touching tough towards town toy track train training travel treasure tree trees tried trip trouble true truly trust truth try trying tuesday turn turns tv twelve twice twin twins twist twists two type types typical ugly uncle under underrated understand undo unique unit universe university unknown unless unlike until up update upon
ups us use used useful user uses using usual usually vacation value vampire vampires various version versus very via vibe vibes video view village villain violence violent virtual visual voice vs wait waiting wake walk wall want wanted wants war warm warrior warriors was wasnt waste watch watched watches watching watchlist water wave way ways we weak weapon weapons wear
weather wednesday week weekend weeks weird well went were werewolf west wet what whatever whats wheel when whenever where whether which while white who whole wholesome whom whose why wide wife wild will win wind window wing wings winner winter wish wishes witch witches with within without wolf wolves woman women won wonder wonderful wont wood word words work worked working works
workplace world worlds worried worse worst worth would wow write writing written wrong yeah year years yellow yep yes yesterday yet you young younger your youre yours yourself youth zero zombie zombies
ai aki akuma ano anata ane ani bara boku buta chan chi dai de eiga ga gakuen gakkou gin gou hana haru hen hime hito hoshi imouto inu kami kanojo kara kare kaze ken kimi kiss kobito kodomo kokoro kono koi kun kuro kyou machi mahou made maou
michi mirai monogatari mori musume naka nante nai natsu neko ni ningen no onii ore otoko otome oto sama sakura sama san seishun sekai senpai sensei sensou senshi shiro shiroi shoujo shounen sono sora suki tabi taiyou tenshi to tsuki umi uta wa wo yami yoru yoshi yuki yume yuusha`);

/** Genres and formats: never a title without quotes or capitals, however well known an entry of that name is. */
export const fieldWords = words(`
action adventure anime comedy drama ecchi fantasy harem historical horror idol isekai josei magic manga mecha military movie music mystery ona ova psychological romance samurai school sci-fi seinen
shoujo shounen show special sports supernatural survival suspense thriller tv vampire yaoi yuri iyashikei gourmet kids parody space robot dementia demons game police workplace reincarnation`);

/** Words right before a title. */
export const cueWords = words(`
about add added adding adore adored and begin began between called check compare complete completed completing continue continued delete describe drop dropped dropping enjoy enjoyed explain favorite favourite finish finished finishing
hate hated hold imported like liked likes love loved loving mark move named on pause paused put rate rated recommend recommended remove removed rewatch rewatched rewatching saw see seen similar start started starting than to titled tried try
unlike versus vs watch watched watching with`);

/** Words a title may be followed by when the title itself is an everyday word: "I loved Another and ...", but not "another one". */
export const closingWords = words(`
a an and are as at because before but by did does for from has have if in is it last my now on or please season so than that then though to today tonight too tv vs versus was were when where which who with yesterday 10 9 8 7 6 5 4 3 2 1`);

/** Words that join two titles: one was found, so look for the other even if it is misspelt. */
export const joiningWords = words('compare versus vs between or and than');

/** Openers and trailers that people put around a title and that are not part of it. */
export const leadingFiller = /^(?:the|a|an|anime|show|series|movie|film|called|named|titled) /;
export const trailingFiller = / (?:anime|show|series|tv show|please|pls)$/;
