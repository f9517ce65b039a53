/**
 * The 6,000 most frequent four-byte windows of letters, digits and `_-:/.=` in source text, folded (OR 0x20, `_` for
 * 0x7f), grouped by how frequent they are: under key q, windows with a share of all places of about 2^(-q/2). Counted over
 * 128 MB of JavaScript, TypeScript, Go and Python with their documentation. Choosing a literal's rarest window rests on
 * it, no result does.
 */
export const COMMON_WINDOWS: Readonly<Record<number, string>> = {
  18:
    "----tiontype",
  19:
    "aaaaeturfuncreturingstritrinturn",
  20:
    "0000alueconserronameonstrrortestthisuintvalu",
  21:
    "callctiofileintementnterporttime",
  22:
    "0x00ableatiobytecaaccasecodecontdataffffint6ionslinenctinodent64pathreadsionsizestattrueunctwith",
  23:
    "....absladdralseangearamarseatchbaseboolcheccommcomperaternaexpefalsflagformfromheckhis.impoint3jectlicelockmplempornt32ointopti" +
    "paraparspectptioructstruterntextthatthertingtrucwritx000xpec",
  24:
    ".err.typ////ackaaderalidalloargsarraatedaultbjeccenscesschemckagconfctordefadefidingduleeaaeefauefinelseemenenerengtenseentsersi" +
    "estiesulexpoexprfaulfinegeneiaaiicenightindeing.initinstintpiterkagelenglistloadmatcmbermodundexngthntptnumbobjeodulonteoperorma" +
    "oundourcoverpackpendpoinpresrangrentrequressresurighritermatrnalrsiosafescalschesignsourspecstarstinsultsys_sysctarttatetatitptr" +
    "umbeurcevaliversvoidxporypesysca",
  25:
    ".comacheafe.alleamesamplanceandlappeasseatorbackblocbsl:builcatecharclascludcondcopycouncripcteddecleadeecteectielemequierrnerty" +
    "erveessaessievenextefferffsefsetgaaghandhashheadhemahttpieldifieimplinclinedinfoingsissuisteitiolagslasslatelectlemelibclinklloc" +
    "localudemakemaskmessncluneranfignsafnstanstrntexntimnulloffsokenommaonfionlyortsouldountparepertprinprocpropracerateratireatrect" +
    "reserintriptroperrayrrnoruntsagescriselfsertservsingsl::ssagssiossuestacstansynctackterativetoketractteruildundeunsauntiurnsvent" +
    "wantxtenytes",
  26:
    ".add.fat.get.len.nam.par.poi.val/abs0001000a0x80====_int_traalizall.ame:archarenargeatalaticatteattrbitsbsl_buffcaaacachcatichan" +
    "clarclosconvcordcreacurrdatedentdiree.poeateeclaeconect.ect_ectoeferelf.emptenamenceencoendsentientrequaequeerenerfaertiescrest." +
    "estrethoeverexamfacefailfatafe.pferefielfirsfloafmt.founglobhaveherehoulibc_icatignailesime.inpuint1int8invaion.ionairecirstjson" +
    "kaakleanlintllowloatloselue:luesmaammainmandmarkmbolmethmmanmodemovdmovemustnal/ncodndefndlenextningnitinputntaintinnvalocatoces" +
    "ode.oleaompaonalontaooleors.orteotheoutppacepeciperaplatplitpolippenprefprotps:/qualquirrameramsratorefiregiresorfacrgetroceroot" +
    "rorfrteds://shouslicsockspacsplisserstd:stenstorstreswitsymbt.ertabltaintargtd::temptendterftersthodthrotialtoretps:tputttpsuffe" +
    "uireumenusedutilutpuvariwaitwhenwillworkxampxpreymbozero",
  27:
    ".con.new.org.set.str.wri//go/go:/int000c0x100x20::st_con_get_set_typabseacceactiafteallballyampoanicaratarguariaassiasynatesath." +
    "ativatusauseauthbefobodybreabsl/ccesceptchedcificketcom/conncopecoredebudecodescdistditidoesdreseachebugecifecodeditefixeforegex" +
    "egisemovemplendeendiendoent.entaepareplaeporepreeralerneeseresliesolespaestseteretheevelexecfierfiniforeftergistgnorgovegrougume" +
    "heaphichhookhorshreahrowhunkiablibutidenificiginignoile.iledimitindiinesinliintfinueion:itchitemkeyskindknowlacelanglarelastlbac" +
    "letelimilinglitelizellbalongmespmmenmparmpilmplampolmptymultnaryndennderndinndorneedng.tnlinnonenorenownnt16ntenntrynveroaaoobj." +
    "ocalolinolveommeompions.ontionveopenoptsopyrordeorg/origpanipartpasspattpeofpes.pileplacplicposipporprecprogprovpyriquesractramp" +
    "randransrderreakreamrecoreferegeremorencreplreporgumriabriburnedrorsrotorouprrenrulervedscopsecosectselesitiskipslinsolvssa.ster" +
    "stylsuppt.fat_eqtanctanttatutchetentthorthretifitinutraitramtrantreatreetribturetyleuestultiuppourreuserusinuthovendwhicwitcword" +
    "ype:ype_ypeoyrig",
  28:
    "-cpp-sty../v./ve.arg.def.has.mod.pos.pro.rea.reg.res.siz.sta/ven0x400xff1000:str_add_nam_str_tes_vala.opabelacteaddiagesaileains" +
    "aligallsamd6ametannoapplaredarshartiast.at64ate.atematomaturautobencbinabsd-bseibutecanncapecastcauscertchilchmachuncleacliecodi" +
    "cpp/crypct_ectxtd-stddredefedelederrdersdestdiffdlerdor/doutdtype.coeapaecorectsegineil-elecembeemorenabenchenteenumepatepenepro" +
    "eredermierseescaesenesetespoest_estaesteettietypevalexceexitext.extrficafiedfindframgetsgexpghtsgivegnalgnedhanghellhelphethhift" +
    "hildhinghmarhosthoutialiiateibleicalidatientift_igneil-cilenimesinalinarinceindoing_intointsiredis._issiistritesithoitiaitteiven" +
    "ize_izedjoinkingl-cplaralatileasleftlesslevelidalienlignlikelitylledlobalooklooploweltermallmd64memometameteminimisemissmoremory" +
    "movqmovwmplinablnchmnectnexpnglengs.nknonmennnecnnernnotnoernon-nospnotenstentatntaxntegoat6obalockeode:ode_oderodesodinoerrofil" +
    "omisomplondionneontror/aore.oritositosplovidowerp/abpallpenapermpingple.plempp/appinpproprevprivprofprompublpushqaaqr/abreprresp" +
    "restrictriesrigirnoeromirounrovirsharts.rtyprunerverryptsa.osamescanscapsd-sseilsentsetssettshalsharshifsidesincsomesponssigstem" +
    "stopstrasubssue.syntsysttalftcontenetermthanthenthinthoutiestilstomitooltorytricttypubliuctoulesult:unknuratved.vernvertvidevisi" +
    "whetwindwrapx001xcepxtraynamyntaype.ypenysteze_t",
  29:
    ".cal.clo.dat.exp.fil.fro.fun.int.joi.log.off.opa.pat.pri.pus.rep.run.uin/bas/nod/sys0002000d001020009999://g_def_imp_pro_staabi." +
    "ackeadinadonage.aineaintaliaalrealsoamedamicandaandoandsantiapacapalappiaracarg_arglartsase.ase/ase_asesaterathsatinauxib.cobeca" +
    "begibilibindbledblesblicbouncgo_chaicheschinckedckerckincoloconccorrcovect_tcterctivcursdcondencdepedeprder.disadlindonedonldown" +
    "dowsdynae_ade_coeadoeadyeaseecaueck.ecksecomecurecuteerrefleegeregioeintelateldseleaeletelloelocemaiemapemitensient:entleouteric" +
    "ers.ertees.tesseessoetteexisexpaeywofectffixfig.filtfixeflecflowfollfreefullget_getpgettgiongithglengmengolagorigorogramgth:hain" +
    "harahareherthilehorthub.icesicitidthilepilerilitilteimeoimerinatine_inering:inglinininseion_ipv6isitistiithmithuits.ivatizeojust" +
    "keepken.keywl/bal::slabelabllarglderle.clearlenalepalf._liaslicalicill.ellerltiplue.lugimappmarsmathmatimembmeoumergmmonmockmodi" +
    "nal:nal_naminatincesndarndednditndomndowne_anentnevenfornormnotinserntedntifntrintronts.ntypnumeoadeocksodifoftwograokupolicolle" +
    "olloomicommoompoonceonenonseookuopamorreostroughoutipaddpagepairpamdpandpdatpescpipeplugponsppedpperquenquerqueuquotrablrackrain" +
    "raryrconrecarecereflreg_relarelereloremarithrityrivarmalrminrninrofirogrroutrposrserrtierunns.cos.les.nes.res.sts.tysaassablsamp" +
    "sendsequshorsiblsimdsiocsl/bsmalsoftsortspansprissedssinssorstalstdestdosteastmtsuccsuffsumesuret.prt_trtailtalltasktdertdoutead" +
    "tegetemetemster.tereterrtes.texptforthesthubticatil.tinetipltnamtorstpartrietstattinttritualtwarub.cucceuctiueueuffiuginult.ults" +
    "umerunitunteuoteupdausagusesustoutinutiouxinvatevectveriviceviewwarewarnwherwhilwisex100x200x400x800xecuxintxistxpanypedyptoys_s" +
    "yworzeof",
  30:
    "-esl.0.0.app.ass.b16.buf.end.for.fpr.ind.key.lin.loa.loc.map.max.nex.nod.obj.opt.out.pre.spr.sym.tes.to..toe.ver//gi//sy/com/git" +
    "/str/typ/usr01010x010x181010123464_t8000:cgo_cas_dyn_fil_fla_for_lin_nod_non_rea_reg_sig_truace.ace_acesactuaddeailsainiakesal::" +
    "algoall_allialwaame.analanchang.anguanneansfantearg0arksarm6asedasheaskeasm1ast_at32ata.ate_atelavaiawaiaylobasibc_sbeenbersbj.t" +
    "ble.bracbrarc_incalecanccatcccepcecoceivcherchrocialciphckascloccmd/collcrosctlyctuacumecustd64vd::sddeddditdeaddef.depsdeptdere" +
    "deridetadetedfildicadictdigidiscdispdlt_docudoubduceduradware.goe.loe.pae/ine_ine_tyeadieadleadsearcecateceieciaeckeedededefedge" +
    "ediaeffeefilegategmeeitheiveekeyeliselpeema.emaseptieptreraberanerflerfoergeeriaeriferinerprerreerstervierwiesizesouespeess.estc" +
    "estdestoetaietesetimetreewriexclexplfactfastffecfig_figufinaflatforcfpriftwag.orgestggerginaginggintgnatgnmego.mgo:cgo_igoargost" +
    "herwhesehighhodsholdhtmlibraid_tidedideriffeigitignmigurilinimagime/ime_imumincoingiiniminneint/intlintrinuxiocgiocsionriousiphe" +
    "ipleippript-iptiisabistsiteditheitinitorivediverixedizatizerkaddkasml.erl::cles.lgorlibrlicyliedlinulivellecllinloc_logglonelowi" +
    "lperlrealtinlue=lvedlwaymagemalimaximeanmedimeriminamipsmittmostmovbmovlmovvmpatmpremputmstrmt.fmt.smutamutenalsnatuncatncelncom" +
    "nconndicneganfo.ng.ongesnionnlocnninnothnrefnsfonsignsionsolnt12ntiao.moo.reo:cgoat3ock_ockaocumodatodedoducoequolanoloromprompu" +
    "omstondsonreonsionsoopcoordsoredoresorkeorouort_ossiostaotatoto_otototypoublowedowinp.frp.topatcpaylpc64peerperfperspherpletplex" +
    "pliepollponeposeposspostppc6ppliprepprodpt-eput.puteputspv6_ragerallrantrapprawsrcecreacrealreasrecvrediregsremerenarepereverevi" +
    "rforrglerialrkerrm64rnamrodurom.romsror.ror:rowsrranrrecrrporsedrt_drterrtiartifrtinrtioruncrwiss.ads.ges.ins.pas_1.s_ges_sesave" +
    "sconse_csearsegmsepaseriset_sforsimpsinksistsitosiveskedslotsolesparspatssesssibstedstexstomsuchsuesswapsys.t-est.cot.det.fpt.in" +
    "t.spt.tyt128t64_t_notagstandtatstchitdattectted.tenstenvterpthemtheytic_tinttioctocotodotoeqtopttosttotytpattprotrimtriptroltrun" +
    "try.tstrttenttimtupltvaltxt.typ.u000ubleubstuencueryuiltularulatule.ult_unexunicuniounixunlounmaunreupleuppeuresurneurrpusr/utat" +
    "utedutexv8::vailveraverbverywalkwayswidtwingxcluxfffxplixteryingyloaypepys_gzatizodtzone",
  31:
    "-bit-typ...a../../...all.ast.aux.bas.blo.bui.byt.cha.cre.dec.equ.fla.hea.inc.ini.ins.io/.iss.kin.loo.min.num.ope.ori.ran.sig.ski" +
    ".sli.std.sub.tim.tob.zod/..///ww/con/inc/iss/lib/no-/uti/www0.0.000300040x120x130x140x150x160x190x1b0x240x280x300x380x3f0xc01.0." +
    "1.ty2020234532_t3456400064vp://w::co::lo::ma_1.a_1.t__pu_arg_att_c_i_clo_com_dir_err_has_log_max_mod_par_pat_pre_pur_seq_siz_sys" +
    "_tim_ver_vie_zodaagbabilaborabouabovabsoacedacemachaack.acksactoadd6addaaddfaddladdsadliafepagaiage:agenagicags.ags:ailaailiailu" +
    "aisealaralenalerall6ame_ansianspantsapsharalarg1arisarniasciase6ase:ash_asicask:asm:asonassuasteata:ate:atetatfoath:atheatibaver" +
    "avoiavx5aximbc_gbehabeinbelobetwbigibitrbj.able:ble_bortbothboutbovebpf_branbsolbstrbtrebuf.butic.coc_cac_gec_rec_sec_vacalacalc" +
    "capacardcatocemacentces.che.ciescitycivickadcloncluscmd.colucombcoptct.dcturctx.culacycld_trdarddargdchedd64ddinde_tdejsdelidelt" +
    "diandiatdifidintdividmasdmindocsdomadstrdt=1duindumpe.exe.gee.ine.ore.ree.tye_ree_treaakead.ead_eadaeaddealleasoeasteatueceseche" +
    "ecreectledatedecedicediredtyeedeeedseflaefunehaveinfeingejecelayelimelineloweltaemanemarenciencyenodensuent_enthenv.enviepther.s" +
    "eragercaerceercoeriterlaerlyernserr.err:erriert_ervaest/estfestpetchetraetrietweetwoevioewvaexacf000fallfeatfillfipsflusfoldfuzz" +
    "g_1.g_vigaingategatigbacgetcgetegetfgetrgifygitsgo:ngoosgrapgtesgtypguagguargurah.johallhapeharshavihemehitehosehronhrouibc.ic_c" +
    "ickeicodictiiersig_1ilabildeildrile_ils.iltiimenimizimmeine.inepinetinfeingeingfinisinkainkeinkninsiint.invoioneiontiptoiqueir.n" +
    "iresironis.cis.ois.sisinisioisonispaist.itabithiitivitraive:ivesivilizesj.tykenskernknamkoptl/stlag.lainlashlatfldr.ldrele.llead" +
    "ledelegalentlersles/lexplib/lid_ll.sllelllislocslog.log_logiltypludilumnlurelushlusilutelyinmachmagimailmantmanymattmax_mbedmbin" +
    "me.gmingmitemitsmlinmmedmounmponmposmt.emt.pnalinallnalynanonapsnatence.nchrnciencrendifndirneprnerinerrnersnestnet.net/netwnewl" +
    "newpnewrnewvnferng.bng_vngedngerngifnginnguaniconiqunishnitenknanmarnotanpronse.nsidnspenst.nsumnsurnthenticntitntlnntlynusenvir" +
    "o:noo_imoadioarcoc_vock.ockrocolodejodmiodtyoesnoggeogleojecoldeole.olumolutomaiomatombiomitommuoncaonmeons:onsuookiooksoolsorce" +
    "orinorksormeortios.sosedosinotalotifotocoupsout.outeovedp256p://pachpaciparipatipconpeatpedepenspepaperiplaiplespoolpplypredpret" +
    "primprioprobprojproxpsetpshoptimptorptrfpts.pureput:r.rerailraisrancraphray.rbitrcemrcesrchirecuree.reg:rejeretrrewrrflorfrorgs:" +
    "rifyrimeriscritirittrivermedrmisrocsrodarojerollrongronmroptrougroxyrprers.nrsecrsesrsetrsinrstarunsrvalrvics.bus.fis.has.iss.ma" +
    "s.prs.pus.ses___sciise64secuseedseenset.setesetrsetuseveshapshedshotshufsintsitesl/sslassmodsnapsolusonsspresrc/st.gst.sst_nstco" +
    "stdistepsticstrcstrostrystypsuitsupesym.symlt.got.ist.lot.pat.ret.rut.stt.vat32_t32xt64xt_cot_dyt_thtaketdirtedeteletepttequteri" +
    "tfiltflatgroth.jtibltifytimitindtitytkeytlentlintmodtnodtobetomator.totatp:/trartrestrfrts.ats.stseltsizttedttokttp:tutitweetwor" +
    "uaauuageualiude/udesudinues.uiteuncaundsunifuniqunniunsiuperure_urinutabutesutf8v.arverfverlverrvingviouvirovitevmovvx51waawward" +
    "warfwarrwasmweenwerewhatwoulwsyswww.x512xactximuxorqyaayycleymliynchypeaypecys.ays__ys_fys_mytepz.stzingzodczodm",
  32:
    "-com-con-lin..ar.000.1.0._zo.amd.arc.bod.che.cod.cur.dev.dir.ele.enc.exe.ext.fin.flo.goo.imp.inf.lis.mat.mes.met.mul.net.ptr.raw" +
    ".rec.rem.saf.sch.sec.sou.spl.sto.suc.syn.tar.tex.tok.tos.tot.tra.txt.uni.use.wan/---//--//ab/doc/esl/go./lic/log/re2/run/src/tes" +
    "0007000b0014001f0100012302060x110x170x1a0x1c0x1f0x230x250x260x270x320x330x340x350x360x370x3a0x3c0x540x5b0x7f0xbf1.as102420152018" +
    "20692323323240044567512_5555567867898004://e::in::is::pa::va:bui:lin:sta:val_all_ass_bas_cal_cgo_cha_che_cla_cop_cre_dat_del_dis" +
    "_end_ext_fal_fun_inf_ini_iss_key_len_lib_lis_loo_map_mem_min_opt_out_ptr_ran_rec_rel_res_sec_soc_tha_thr_use_wria256aacaaaibabcd" +
    "acebacerachiacitack=ackcacroadabadatadddaddqadduaddvadvaage_ageiags_ain.aitsajoral/cal/ral/sal/talinalivalphaltealtyaluaalyzamil" +
    "amovanagand.andeandianglanonanosanotant.ant:anupappraptuarbiarcoardsarg2argvariearinarkearriary.ascrass.assoastiastuat_tate-ateg" +
    "atekatenath/atisave_avioawsyaybeb.nebarrbc.sbc_fbinebjabblembolsbtaibuckbuggc.inc.ioc.rec.soc_licablcaptcarrccurceedcemeceofcfg." +
    "cflacheachivchmochorchowchsiciatcingckeycookcopicoracoulcretcribct_fctincttyctypcurvcutacutecutid::id::mdabldarydatidavxddarddir" +
    "ddrsde.pde.tde/ndeatdecideepdefsdelademaderldev/devedevidex.dexedfladiagdialdirfdirsdmoddnamdpacdprodregdrendrepdrivdropdstaduct" +
    "duplduridvale.g.e.jse.nee.see.sie.ste.vae/noeaaaeaaceaageaaieaameableadfeandeanseanueaveebasecalecimeciseckiect:ecttedcoeddeedin" +
    "educeduleexpefulegenegideheaeigheindelenemblemodengieninenotent-entcentteoffeopteordepeaer.cer.ier.per.rerefereserimern.eroeerrs" +
    "erruertses.bes.les.pes.ses20escoesmoest:estmesttesumet.iet_cetadetcoetecetedetenetinetpaetpretryetsietsoetstettyetupeuseevicewli" +
    "ewreextsf.asf.wrfamifepafer.ferrfersfetcff00fff0fiesfmovforwfragfstafutug/x/g_ing_segbaageidgen.gentger.getagetggetogforggingine" +
    "ginfgnamgo:bgo:lgodegooggotogreagreegrowgs.cgulaha25hablhakehalehannharchardhasphassheduheirher.hershinthivehmodhownhsimiantibil" +
    "icroidesidleied.ies.ies:iff_iforild_ildcildiile:illeilliils_ilurimalimatimd.imdpimeviminincrind.infiing-ing/ing=ingcingtinksinsp" +
    "int-inttio.rioniipt:ipv4ir.oirfdis.eis.iis.pis.risalisariscaiscoiscvisecisheismaitatitebitleitseity.ivalive.ize:izinjabikdirker." +
    "key.key:key_killkippksizl/col::fl::ml_inlazylchalconldinleavled.leepleinler.lestlettlf.alicklifilishlittlizallablleellexllptlobl" +
    "logflogsloonlosilowslphalptrls_1lse:lstaluatlyzem_inmaddmajomanamap.map_mapsmarymas.mat_matematsmaybmdpame.smeramestmetrmevamicr" +
    "mighmillmilymineminumitamizemkdimmitmmutmod.montmovhmovompdimstanagenal.nblonceonchoncurndavndiandlindrenecener:nessnewcnewsnfin" +
    "ngs/nicanimunitynizenkeynlesnnelnreanschnsecnsisnsitnspont/nnt8xntabntcontientilntranvoko:buo:lioad.objaobtaoccuociaockiocklocko" +
    "ocs/odchode-ode/odeaodebodecodepodisogicokieolatolcholonometominommion_sonaroncuone:oneronexonflongeoniconinonscontyoogloolcoots" +
    "opatopieopleopseoratordiordrore:ore_oreaorldormsorooort.ortaorwaory.osecote:otedotesothroutsownpp.rep.uipalipdirpe_rpearpechpeli" +
    "percpkg.plenpondpoweppeapreaptedpthrpto/ptraptrspturpxorpythqaaar.cor.err.ner.ser.syr/inragmrankravercasrce.rch.rchsrcodrdinrdre" +
    "re2/re__recired.redereduree_regareinrepares.reshreusrexprg/drg/xrg_rrg_vrgbargs.rianriberiderierrimiriorrisoritarkinrlenrlimrlyi" +
    "ronoropsrossrotaroterresrridrrierrowrsc.rsefrsizrsorrteqrtesrticrtparwars...s.ams.des.ens.exs.ops.vas/ins/nos_ins_resallsarysc.i" +
    "secrsed.seeksemasembseq=serrsersses.sesssestset:setasetgsetisetpsha2shakshesshowsigcsizisl_nsleesmatsocisolason.son:splasporsr/i" +
    "src.ssarssemssocsstassumst.cst.est.ist.tstamstcastdasthastilstiostitstnastnostpastutsubtsue/svalsymst.art.ext.fit.nat.set.skt.wa" +
    "t/not16xt_cat_fat_lit_ret_sitachtadataddtamptatttax.tch.tch:tchatcomtcp_ted:ted_teketelytencter:ter_terctervtfietfuntheithonthos" +
    "tiatticetickticstil_tilitilltinatitutlisto.rtointor_toratoritothtpostraptravtrcotregtroyts.mts.ttsestsidtsocttemttesttp.tuinturi" +
    "ualluarduckeuctuudedue=1uentuggeuledullaullpuncpundaunleunliunneunusupliursiurveusivusizute_uterutf-utimuturuuidv.pov.rev128vale" +
    "varsver.viorvokevpshwconweakwlinwnprworlwronwvalxperyearyexpyielyp.uypeeys_cys_pys_rythiythoytypzod.zodezodizods",
  33:
    "-2.0-exp-gyp-ign-onl-pro-tes...u../c./co.0...0.1.abs.arr.boo.cle.col.cop.ctx.d.t.deb.dis.don.emi.emp.ent.env.eve.exi.fie.gen.git" +
    ".han.hel.htm.ide.inp.isa.ite.jso.las.lit.mus.pkg.ref.rel.req.rul.sca.sco.sel.sum.sys.tag.tem.tri.unl.url.uti.var.wai.wit//es/ato" +
    "/bin/cor/dis/fil/foo/go//ind/mod/obj/pro/tim/too/x/t0...0.1.00050008001200200034004700700202047407000x020x080x0f0x1.0x1d0x1e0x21" +
    "0x220x290x2a0x2e0x2f0x310x390x3b0x3d0x420x600x810x880x89111120172022300032x432x8390x404064x2700077777f7f8080::fo::ge::mo::nu::se" +
    "::un::ve:con:cor:for:get:is_:log:mak:nos:par:vec=non__es__im_acc_arm_cou_dec_dep_esm_eve_exc_exp_fch_hea_ind_ins_ite_js__lim_loc" +
    "_mat_mul_no__ope_pos_rep_sch_sha_sin_sym_uni_uti_wai_wit_zera.paa.vaa512aaobabi0abstaccoaceaacinack_ackgackiacktacnbacquactladcq" +
    "add_addcadedadidaeseageragmeagnoagreairsaiteake_akinal_calexalifalitalkeallaallgallnalltalysams.an::and_andranitanytapatapedarab" +
    "aranardeareaaresarf.argtaritark:arlyarouarroarryarsiartearyeasecasenash.asinasisasksasprast-astcastnastsata/atasatatatebatecatee" +
    "atepatfsath_ats.attaatypaux:avasavedawsoaxkiaybuayoub.rebaagbalsbberbc_mbc_rbcdebeddber.bi.fbi.rbitfblanble-bletblobbolibrowbsti" +
    "bundc.cac.stc_asc_nocabicandcanocbitcctzcdatcdefcebacedecestchabchdicimacisicitlckchckgrckleckopckrackrecks.cksicktrclaiclauclob" +
    "cnamcomecpcacquicrascredcremcstact.vctrlcuidcurecuricv64d.ded.ind.red.tsd/cod::nd::vd_sedarrdatodbufdcasdcomddatddefddrlde-gde.g" +
    "de.ide/vdealdecrded.degeder:der_desidex:dexodexpdfordfundicedifydissdkeydleddlesdlisdlocdom_doptdpatdr.sdrandrledsetdshadsizdt=6" +
    "dvane-gye.dee.ene.ere.foe.ise.lee.mae.mie.nae.noe.pre/v8e_dee_lie_moe_nae_see_ste_vaeaaoeaaqeaaseaaueadmeargearleasyeatiebacebyt" +
    "ecedechaechoeck_ecovectaed25ed_sed_tedaredenederedpaedreedstedvaeendeenteepaegalegoregulehasejs/elifelitema:ematemetemotempoencr" +
    "endlendpendrendtenouentnentoepalepoieposer.meraserboereaeregerelerexerioeriverloermeernieroperosers:erscersoert.erunerwres.ces.e" +
    "es.hes.ies.neschesigestnesymet_tetdeetexetfietflethietmoetuieuideuinevecewinewiteworexp:expiext:ext_extaextpeyoffakefe.sfficfoo." +
    "forkforsg.fag.ing/dog/ing/ligcongctxgemegendges.get.get:getdgetigetlggesghdrgicagid_ginsgmasgo.dgo1.goexgoodgopagpatgprogradgran" +
    "greggresgs.hgsetguidgureha51happhasehconhdirheabhed.herihinehistholehourhreehrefhresi.fuiaaaiallialsianciaseibaaic_aic_licabicas" +
    "icieiculieeeifacigctiggeil_1ilarild.ile/ile=ileiime:indsine:inelineningbingpinguinheink_inkoinorins.int_intaintiinusinutinveio.e" +
    "ion-ion/ioncioriippeippiips1ips6iremirtuis.ais.lis.tiscrisdiise.isesisfiisibisnoisplissaisseisstistaisvaite_itecitetitevitfiitha" +
    "ithsitlyittlitutivelivisixerixesjavajs/nkargkchekconkerrketskeyokeyvkgrokintklenkrankstaktral.sil/lol/rul::il::ll::pl::tl_col_de" +
    "l_hal_lol_nal_stl_syl_teladdlag_laimlanklausldflldmale.ele.nleafleaklecoled:leenlemolerelerrlertles:letiletylgosliablianlibslise" +
    "ll_sllgolnamlobbloc.locglog/lopelor.losulotslpatlprolsymlt.sltimlue0lue_lvallveslysim.rem.tym/nomacrmancmangmapamaxlmaxpmaxsmd/c" +
    "me.mme.tmendmeofmersmes.metymic.mimeminomismmizammapmmarmotempromsg_msghmtimmul6mulan.pon.tyn_stnan:nan_natoncednchancpcncryndsh" +
    "ndswndtonearned.ner.ner_nes.new_newenewfnewinewtng64ng::ngemngfonglinicsnifonimanistnit:nkatnkednkernkinnkopnloannamno-unoexnoin" +
    "nolinoncnoninonnnonsnoptnotonougnousnparnresnsednsesnsetnst6nst_nsupnt.tnt8_ntalntesntiontlintrents:ntstnttonttynum_o-uno.deo.ty" +
    "o/inoadcoadsoatiobaaobbeobleocgiocsiocstodefodegodelodetodo:odstody.oexeoextoff2og.fog_ioingoinloldsom.rom.tom/non-non-soncoonda" +
    "one.onesong6onouonthonv.oongoparope.opedopmioppeoprioragorarorcoordzorieork.orstortdortpos.poserosesosixostnosurote_otecothiotic" +
    "otstouslout:ovdcovecovesovouowneownlowsep.asp.inp521pansparmpauspcabpcodpcrepe_vpeanped_per.per_perrpevephaspiespireplanplayple:" +
    "plerpluspmipporaps14ps64pstrptr_purpquicquivr.inr.isr.nar.nor.par.str_reraderaftraitrariraserashrathraybraysrbosrcenrchardatred_" +
    "reedrefsregurendrerrresireterfunrg/lrg0:rgtyric_riggrimarinsrk::rkeyrlaprmanrnatrnelroexror_rredrruprse_rsearseirsivrstrrtabrtex" +
    "rtf_rtm_rtrartstrtuaruptrusarustrwinrwriryexs-igs.__s.ars.chs.cls.ers.jss.lis.los.mus.nos.ons.pos.sos.trs.tss.uns140s390s_trsani" +
    "sarrsatisbuiscarscv6sdirse.fse/isefuseinsemisenasencser.sereses/setbsetcsetfsetlsetmsetosexpsghdsha5shershutsigasigisigpsigssigt" +
    "sinfsinssl/lsl/tsl_asl_csl_dsl_isl_tslowsnamson_sprosqrtsquassetsstrst.ast.fst.nst.ost64st_cst_fst_ist_sstabstfistimstr_sts.stst" +
    "sttosubcsubdsubjsubpsuggsuidsummt.cht.crt.eqt.get.het.let.mat.opt.sit.sut.tet.wrt8_tt_det_dit_flt_int_mat_stt_tytaletatftaxktbyt" +
    "tcaltcastdectdeftdowtecotedctegotegrtelitem.tepaterttesptetotevatf-8th_pticutimptinftisstitltlogtls_tmaptmetto.tto64tofftolotort" +
    "tpretpritr_ttrattrigtrsitrustry:ts-its.hts.its.ptscotspettacttlettr_ttratusotvartydetynatyp:ualsuateubjeubseue.fue.ouggiuivaul64" +
    "ule_ummaunaruncsundiundlunesunk.unksunpaunsuuntyure.ure:ureduriturl.url:urniurpoursousefuslyusorut.wutorv.auv.opv.tyv0.1vaddvanc" +
    "vascvelyvereverwvil_virtvocavperwatcwellwevewhitwnerwnlowreawserwsocx.tyx002x003x802xattxkinxpirxponxproxsegxt.cxt.sybufyconync." +
    "youryoutype-ypefypeiypelypevys_lysisyteoyzerz.nuz.obzodn",
  34:
    "-9a--bas-che-dis-for-mod-par-sta-val._de.apa.beg.bin.cou.del.des.eof.fir.ine.isn.mak.mar.mu..nor.not.pac.roo.see.ser.sho.spe/cod" +
    "/dep/exa/jso/quo/reg/rul/v8-/web0-9a000600240030004000440045008000:0040008080:000x030x040x2b0x2c0x2d0x3e0x410x440x500x700x900xa0" +
    "1.001.2.1uin2-bi2.0.20092019202321ui2x1632-b32to32x14-bi521u64le64x464x8655380208::l8arr:int:loc:num:tes______de_arr_bac_beg_bin" +
    "_buf_cac_el1_fre_gro_han_new_not_obj_off_ord_poi_ppc_pri_raw_sam_sen_sou_syn_tar_tls_to__uina.oraacjaaedaakaaakbaambaaqbac3bac5b" +
    "acecacetacevacjback:aclbacpbacrbactbacxbadcaaddwadfiadjuaffiaitiakefal_salanalcoalfoalonalpramasame=amelameramouandcandnaninapin" +
    "aqebare.art.art:arwiasetashsaskbasn1ass:astaasttata_atcoatefattiaxprb.rubaaibaaobaqebatcbc_cbc_pbdirbelsbestbig.biocblisbol.boot" +
    "boribosebroabstabug.c.wrcalicanscap_capscdsacelecetycgcscgifchacchstcidrcienck_sckstclescogncrc3crimcsetcsmacstrct.gct.tctesd.co" +
    "d.pad.std128d_indadddarwdcalddenddraddride_mdenodidxdit.djusdobjdoc.dpardrafdraidrindtimdumme-2.e.fae.fie.kee.ope.sle.tie/ate/co" +
    "e_die_ene_exe_mae_mee_paeacteam.earrearseassebaqebinecdseckpecogecouectuednaedouedpreempegacegmaeid:einseinveldmeledelliemememul" +
    "end.end:enfoenssentdentpeoveer.eer.her.ler_ser_tere.erheermsernoersaertaerttes/leshoesiness_esstestbestgestlestuetcaetgretlietma" +
    "etoketowetpgettoev/iewerewprexesexofexp.extfextneys.f.inf.naf.refdefficifortfreqfrong.gogaaagaaigacygetmght:ginngnizgnosgobugory" +
    "gs.rgs.sgs.tgs/igstrgtmpgyp/h.mahachhalfhas_he.oherrhomehorihowehstahuffhutdiachiatiiddeidx:ifdeiftrifyiig.hildsimarimedin32in_c" +
    "ind:ingaingmingrinkiinniinshint:io.wio/qiocmioctionfionnirenis.bis.dis.hisexisolispoisreistoistuistyite.itefithcitieitizity_ive_" +
    "js_1jumpkbitknodkpatkwarl::bl::ul_1.l_ralarilattlayoldcale/ile_ilelilesclforlieslighllegllenlobslow.lparls.ilscolstrlticluetlver" +
    "ma.pmadvmastmat.mbitmblyme.dme.nme_tmin_mitimnammoffmovsmptimspamtypmulqn.inn.stnalpnargnchencorndcondidnescnet6newanewdnfilnfla" +
    "ngcongetngpanhernifinimpnit_nizanmodnoesnosenostnot_nrecns.rnse-nsicnt.ont.snt8anteentlentnantoknts_ntsanuteo.wroauxocgcoctlodfi" +
    "oescoff1ofraoggiogniogreolldomaxon-eondeonizonnuonoponotooseoot.oproopstopt.ord_orecoregork/orm_ortcorthos.eostiotenotimotinovdq" +
    "ovwcowevows.p.cop.stp384pe.ipe_tpec.peflpenipequpfilpgidpgrapickpintple_pleapliapolypos:preeprelprunpstaptinptr:ptyppullput_qeba" +
    "quarr.car.ler.lor_for_inr_seraw_rc32rce_rceprdedredareebreemreenref=regmregtreq.rererflarg/irgesrginriatricarinfrkedrloarmitrnot" +
    "roadroblrokerom_rompronirontrormrorxrparrpatrprorrunrshirsisrsonrt_trtderthartswrty.rtydrtyns._ss.aps.cus.eqs.nas.ors.sis.sps.sy" +
    "s.tos.wrs.zos/lis_exsa.vsarescodscomscorsctlse-2se/cse/osedtseflsenssfilsh_sshelshinsholsibisl_lsnotson-sontsorssperspossrcssseg" +
    "ssisst.pst.rstesstmastmostprstr.sualsubmsweeswort.adt.bat.dit.ent.ket.lit.net.ort.out.pot.sot/ret32tt_ext_fit_prtat_tchstdinte.s" +
    "te_ttedstefitenateortetitflotgidtgloth.mthcothsetiretisftititizetloctly.tmpdtoautojstopptor:towntpoltretts.cts.ets.lts.ntsantsar" +
    "tscatschtsettswittp2ttrstuidtwitualtuarauareuatiubdiubscuct_uid:uid_ulerullyultoummyunblunc.unchuncouninunkiunseuntsupgrustauste" +
    "utdoutomutsiv/isv1.0val.valsvcvtvdcovelovwcow.apwakeweepwercwidewproww.ax011x509xc02xceexlenxposxt.axt.dxt.rxxxxy.isyaaayamlym.s" +
    "ys_eys_tys_uysta",
};
