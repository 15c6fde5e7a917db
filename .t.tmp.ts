import fs from 'node:fs';
import { readAnimeOfflineDatabase } from './src/catalogue/anime-offline-database.ts';
import { createVocabulary } from './src/domain/vocabulary.ts';
import { normalise } from './src/catalogue/normalise.ts';
import { createEntryCollector } from './src/catalogue/collect-entries.ts';
import { englishWordsOf } from './src/catalogue/english-words.ts';
import { createCatalogue } from './src/catalogue/create-catalogue.ts';
import { embeddingText } from './src/catalogue/embedding-text.ts';
const d=JSON.parse(fs.readFileSync('data/lexicon/genres.json','utf8')),t=JSON.parse(fs.readFileSync('data/lexicon/tags.json','utf8'));
const vocabulary=createVocabulary({...d,...t});
const own:any[]=[];for(const x of ['a','b','c'])for await(const i of readAnimeOfflineDatabase(`data/catalogue/entries/${x}.jsonl`)){if(i.kind==='entry')own.push(i.entry);else if(i.kind==='refused')console.log(x,i)}
const englishWords=englishWordsOf(own.map(o=>o.synopsis));
let t0=performance.now();const c=createEntryCollector();const ref:any[]=[];
for await(const i of readAnimeOfflineDatabase('../shared/data/aod-real.jsonl')){if(i.kind==='entry'){const n=normalise(i.entry,{vocabulary,englishWords});if('anime' in n){if(!c.add(n.anime))ref.push([i.line,'dup'])}else ref.push([i.line,n.refused])}else if(i.kind==='refused')ref.push(i)}
console.log('norm',performance.now()-t0,ref.length,ref.slice(0,5));
for(const o of own){const n=normalise(o,{vocabulary,englishWords});if('anime' in n)c.overlay(n.anime);else console.log(n)}
const e=c.finish();console.log(e.length,'adult',e.filter(x=>x.adult).length,'en',e.filter(x=>x.title_english).length,'nat',e.filter(x=>x.title_native).length,'syn',e.filter(x=>x.synopsis).length,'rel',e.filter(x=>x.related.length).length,performance.now()-t0);
const json=e.map(x=>JSON.stringify(x)).join('\n');console.log(json.length/1e6,'MB');
const q=e.map(x=>x.prominence).sort((a,b)=>a-b);console.log([0,.1,.25,.5,.75,.9,.99,1].map(p=>q[Math.min(q.length-1,Math.floor(p*q.length))]));
const cat=createCatalogue({info:null as any,entries:e,vectors:null,faissFolder:null});
for(const r of ['5114','mal:1','https://anilist.co/anime/1','anidb:23'])console.log(r,cat.byId(r)?.title,cat.rowOf(cat.byId(r)!.anime_id));
for(const r of ['5114','457','30276'])console.log(JSON.stringify(cat.byId(r)),'\n',embeddingText(cat.byId(r)!,vocabulary));
for(let i=500;i<e.length;i+=1800)console.log(JSON.stringify(e[i]),'\n',embeddingText(e[i]!,vocabulary));
const st=new Map<string,number>();for(const x of e)for(const s of x.studios)st.set(s,(st.get(s)||0)+1);console.log([...st].sort((a,b)=>b[1]-a[1]).slice(0,120).map(([s,n])=>s+':'+n).join(' | '));
const tl=e.map(x=>embeddingText(x,vocabulary).length).sort((a,b)=>a-b);console.log('text length',tl[Math.floor(tl.length/2)],tl.at(-1));
